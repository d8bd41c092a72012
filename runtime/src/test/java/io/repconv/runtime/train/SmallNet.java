package io.repconv.runtime.train;

import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.runtime.zoo.Convolution;
import io.repconv.runtime.zoo.Network;
import io.repconv.runtime.zoo.NetworkBuilder;
import io.repconv.runtime.zoo.Parameter;
import io.repconv.runtime.zoo.Scope;
import java.util.LinkedHashMap;
import java.util.Map;

/** The network and the numbers of {@code fixtures/python/training_steps.py}. */
final class SmallNet {
  static final int CLASSES = 4;
  static final int IGNORED = 255;

  private SmallNet() {}

  /** Elements sin(0.7 i + k) * 0.4, times a factor. */
  static Tensor numbers(int k, double factor, long... dims) {
    double[] values = new double[Math.toIntExact(Tensor.elements(dims))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Math.sin(0.7 * i + k) * 0.4) * factor;
    }
    return Tensor.of(ElementType.FLOAT, dims, values);
  }

  /** Classes of shape {@code [2, 5, 4]}, of which two elements are ignored. */
  static Tensor targets() {
    long[] classes = new long[40];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (3L * i + i / 7) % CLASSES;
    }
    classes[0] = IGNORED;
    classes[1] = IGNORED;
    return Tensor.of(ElementType.INT64, new long[] {2, 5, 4}, classes);
  }

  static Network network() {
    NetworkBuilder builder = new NetworkBuilder("small", 1);
    Scope root = builder.root();
    Value x = root.conv("conv", builder.image(2), Convolution.same(3, 3));
    x = root.relu(root.batchNorm("bn", x));
    Network network = builder.build(root.conv("head", x, Convolution.of(CLASSES, 1).withBias()));
    Map<String, Tensor> numbers = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      if (parameter.isLearned()) {
        long[] dims = parameter.value().shape().sizes();
        numbers.put(parameter.name(), numbers(numbers.size(), 1, dims));
      }
    }
    return network.with(numbers);
  }
}
