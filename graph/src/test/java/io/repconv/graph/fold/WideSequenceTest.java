package io.repconv.graph.fold;

import static io.repconv.graph.fold.FoldAssert.assertSameFunction;
import static io.repconv.graph.fold.FoldAssert.operators;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import io.repconv.graph.Value;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions in sequence that are wide enough to be folded as a product of matrices. */
class WideSequenceTest {
  private static final int[][] SIZES = {{9, 7}, {6, 11}};

  /** Middle channels that are, and are not, a multiple of those taken at a time. */
  @ParameterizedTest(name = "{0} middle channels, {1} x {1} first, {2} groups, stride {3}")
  @CsvSource({"24, 1, 1, 1", "23, 1, 1, 1", "24, 3, 1, 1", "22, 3, 1, 2", "36, 1, 2, 1"})
  void twoConvolutionsBecomeOneOfTheSameFunction(int middle, int kernel, int groups, int stride) {
    int inputs = 16 * groups;
    int outputs = 4 * groups;
    Net net = new Net(middle, "[N, " + inputs + ", H, W]");
    Value first =
        net.norm(
            "n1", net.conv("c1", net.x, middle, Net.Placed.kernel(kernel, kernel).group(groups)));
    Value second =
        net.conv("c2", first, outputs, Net.Placed.kernel(3, 3).group(groups).stride(stride));
    Graph graph = net.output(net.norm("n2", second));

    FoldResult result = RegionFolding.fold(graph);

    assertThat(operators(result.graph())).isEqualTo("Conv");
    assertSameFunction(graph, result.graph(), middle, SIZES);
  }
}
