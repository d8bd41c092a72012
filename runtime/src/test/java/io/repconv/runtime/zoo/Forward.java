package io.repconv.runtime.zoo;

import static java.util.Objects.requireNonNull;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.interpret.Interpreter;
import java.util.Map;
import java.util.Random;

/** Runs networks in double precision on a seeded image. */
final class Forward {
  private Forward() {}

  /** The first output on an image of these sizes. */
  static Tensor output(Graph graph, long... dims) {
    Random random = new Random(1);
    double[] pixels = random.doubles(Tensor.elements(dims), -1, 1).toArray();
    Map<String, Tensor> image = Map.of("input", Tensor.of(ElementType.FLOAT, dims, pixels));
    return requireNonNull(Interpreter.run(graph, image).get("output"));
  }
}
