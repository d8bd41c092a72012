package io.repconv.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.RandomGraph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.Interpreter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimplifyTest {
  private static final List<Map<String, Long>> SIZES =
      List.of(
          Map.of("N", 2L, "H", 5L, "W", 4L),
          Map.of("N", 1L, "H", 3L, "W", 7L),
          Map.of("N", 3L, "H", 2L, "W", 2L));

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  private static Map<String, Tensor> image(Map<String, Long> sizes, long seed) {
    long[] dims = {
      Objects.requireNonNull(sizes.get("N")),
      4,
      Objects.requireNonNull(sizes.get("H")),
      Objects.requireNonNull(sizes.get("W"))
    };
    Random random = new Random(seed);
    double[] values = new double[(int) Tensor.elements(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    return Map.of("x", Tensor.of(ElementType.FLOAT, dims, values));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keepsOutputsAndTheirNames(long seed) {
    Graph graph = RandomGraph.of(seed);
    Graph simple = Simplify.apply(graph);
    assertThat(simple.nodes()).hasSizeLessThan(graph.nodes().size());
    assertThat(Simplify.apply(simple)).isSameAs(simple);
    for (Map<String, Long> sizes : SIZES) {
      Map<String, Tensor> expected = Interpreter.run(graph, image(sizes, seed));
      Map<String, Tensor> actual = Interpreter.run(simple, image(sizes, seed));
      assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
      expected.forEach(
          (name, tensor) -> {
            Tensor other = Objects.requireNonNull(actual.get(name));
            assertThat(other.shape()).isEqualTo(tensor.shape());
            assertThat(other.doubles()).as(name).isEqualTo(tensor.doubles());
          });
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyShapeAndEverySizeIsWhatARunGives(long seed) {
    Graph graph = RandomGraph.of(seed);
    Set<String> all = new HashSet<>();
    graph.nodes().forEach(node -> node.outputs().forEach(output -> all.add(output.name())));
    for (Map<String, Long> sizes : SIZES) {
      Map<String, Tensor> computed = Interpreter.run(graph, image(sizes, seed), all);
      for (Node node : graph.nodes()) {
        for (Value output : node.outputs()) {
          requireFits(output, sizes, Objects.requireNonNull(computed.get(output.name())));
        }
      }
    }
  }

  private static void requireFits(Value value, Map<String, Long> sizes, Tensor tensor) {
    assertThat(tensor.type()).isEqualTo(value.element());
    assertThat(tensor.rank()).isEqualTo(value.shape().rank());
    for (int axis = 0; axis < tensor.rank(); axis++) {
      requireEqual(value, value.shape().dim(axis), sizes, tensor.dim(axis));
    }
    List<Dim> integers = value.integers();
    for (int i = 0; integers != null && i < tensor.size(); i++) {
      requireEqual(value, integers.get(i), sizes, tensor.longs()[i]);
    }
  }

  private static void requireEqual(Value value, Dim dim, Map<String, Long> sizes, long actual) {
    if (sizes.keySet().containsAll(dim.symbols())) {
      assertThat(dim.evaluate(sizes)).as(value + " has " + dim).isEqualTo(actual);
    }
  }
}
