package io.repconv.runtime.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.fold.RegionFolding;
import io.repconv.graph.pass.Simplify;
import java.util.Arrays;

/** Folds networks of a zoo and compares them with what they were. */
final class Folding {
  private Folding() {}

  static Graph folded(Graph graph) {
    return RegionFolding.fold(Simplify.apply(graph)).graph();
  }

  static long count(Graph graph, String op) {
    return graph.nodes().stream().filter(node -> node.op().name().equals(op)).count();
  }

  /** The two agree to 1e-9 of the largest output on an image of this size. */
  static void assertSame(Graph folded, Graph original, long... image) {
    Tensor expected = Forward.output(original, image);
    double[] values = expected.doubles();
    double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
    assertThat(largest).isBetween(1e-2, 1e8);
    Tensor actual = Forward.output(folded, image);
    assertThat(actual.dims()).isEqualTo(expected.dims());
    for (int i = 0; i < values.length; i++) {
      assertThat(Math.abs(actual.doubles()[i] - values[i])).isLessThanOrEqualTo(1e-9 * largest);
    }
  }
}
