package io.repconv.graph.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.Interpreter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** What every fold is held to. */
final class FoldAssert {
  /** Of the largest output, in float64, before the one rounding to the element type. */
  private static final double TOLERANCE = 1e-12;

  private static final int[][] SIZES = {{9, 12}, {12, 7}, {13, 13}};

  private FoldAssert() {}

  /** Folds a graph, which keeps its function at a few sizes. */
  static FoldResult fold(Graph graph) {
    FoldResult result = RegionFolding.fold(graph);
    assertSameFunction(graph, result.graph(), 7, SIZES);
    return result;
  }

  /** Both graphs give the same outputs for random inputs of these heights and widths. */
  static void assertSameFunction(Graph before, Graph after, long seed, int[][] sizes) {
    for (int[] size : sizes) {
      Map<String, Tensor> inputs = inputs(before, seed, size);
      Map<String, Tensor> expected = Interpreter.run(before, inputs);
      Map<String, Tensor> actual = Interpreter.run(after, inputs);
      assertThat(actual.keySet()).isEqualTo(expected.keySet());
      expected.forEach((name, tensor) -> assertSame(name, tensor, actual, size));
    }
  }

  private static void assertSame(
      String name, Tensor expected, Map<String, Tensor> actual, int[] size) {
    Tensor tensor = actual.getOrDefault(name, Tensor.absent());
    assertThat(tensor.dims()).isEqualTo(expected.dims());
    assertThat(worst(expected.doubles(), tensor.doubles()))
        .as("%s at %dx%d", name, size[0], size[1])
        .isLessThanOrEqualTo(TOLERANCE);
  }

  private static Map<String, Tensor> inputs(Graph graph, long seed, int[] size) {
    Random random = new Random(seed);
    Map<String, Tensor> inputs = new HashMap<>();
    Map<String, Long> symbols = Map.of("N", 2L, "H", (long) size[0], "W", (long) size[1]);
    for (Value input : graph.inputs()) {
      long[] dims =
          input.shape().dims().stream().mapToLong((Dim d) -> d.evaluate(symbols)).toArray();
      double[] values = new double[(int) Tensor.elements(dims)];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextGaussian();
      }
      inputs.put(input.name(), Tensor.of(ElementType.FLOAT, dims, values));
    }
    return inputs;
  }

  private static double worst(double[] expected, double[] actual) {
    double largest = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
    }
    return largest == 0 ? worst : worst / largest;
  }

  /** The operators of a graph, in order: {@code Conv Relu Conv}. */
  static String operators(Graph graph) {
    return graph.nodes().stream().map(node -> node.op().name()).collect(Collectors.joining(" "));
  }

  /** The reasons of all refusals, in order. */
  static List<String> reasons(FoldResult result) {
    return result.refusals().stream().map(Refusal::reason).toList();
  }

  static Node only(Graph graph, String operator) {
    List<Node> nodes = graph.nodes().stream().filter(n -> n.op().name().equals(operator)).toList();
    assertThat(nodes).hasSize(1);
    return nodes.get(0);
  }
}
