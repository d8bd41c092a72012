package io.repconv.runtime.zoo;

import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.runtime.zoo.Parameter.Role;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Networks as they are after training: no parameter is what it started with. */
final class Randomized {
  private Randomized() {}

  static Network of(Network network, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new HashMap<>();
    for (Parameter parameter : network.parameters()) {
      long[] dims = parameter.value().shape().sizes();
      double[] values = new double[Math.toIntExact(Tensor.elements(dims))];
      double scale = parameter.role() == Role.WEIGHT ? Math.sqrt(2.0 / Initial.fanIn(dims)) : 0.3;
      for (int i = 0; i < values.length; i++) {
        values[i] =
            (float)
                (isPositive(parameter) ? 0.5 + random.nextDouble() : scale * random.nextGaussian());
      }
      tensors.put(parameter.name(), Tensor.of(ElementType.FLOAT, dims, values));
    }
    return network.with(tensors);
  }

  private static boolean isPositive(Parameter parameter) {
    return parameter.role() == Role.NORM_WEIGHT || parameter.name().endsWith("running_var");
  }
}
