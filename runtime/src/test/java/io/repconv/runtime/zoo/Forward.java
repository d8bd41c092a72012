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
    return requireNonNull(Interpreter.run(graph, Map.of("input", image(dims))).get("output"));
  }

  /** Seeded noise. */
  static Tensor image(long... dims) {
    double[] pixels = new Random(1).doubles(Tensor.elements(dims), -1, 1).toArray();
    return Tensor.of(ElementType.FLOAT, dims, pixels);
  }
}
