package io.repconv.graph.pass;

import static io.repconv.graph.pass.Draft.operators;
import static io.repconv.graph.pass.Draft.requireEqualOutputs;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import io.repconv.graph.Value;
import io.repconv.graph.op.Clip;
import io.repconv.graph.op.MaxPool;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.Unary;
import io.repconv.graph.op.Window;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePadIntoMaxPoolTest {
  private static final double INFINITE = Double.NEGATIVE_INFINITY;

  private final Draft draft = new Draft();
  private final Value x = draft.input("x", "N,4,H,W");

  private Value pad(Value value, double number, long... pads) {
    return draft.add(new Pad(Pad.Mode.CONSTANT), value, draft.ints(pads), draft.scalar(number));
  }

  private Value around(Value value, double number) {
    return pad(value, number, 0, 0, 1, 0, 0, 0, 2, 1);
  }

  private Value pool(Value value, int pad, int dilation, boolean ceil) {
    Window window =
        Window.of(List.of(2, 1), List.of(dilation, dilation), List.of(pad, pad, 0, pad));
    return draft.add(new MaxPool(window, List.of(4, 3), ceil), value);
  }

  private Graph merged(Value output) {
    Graph graph = draft.build(output);
    Graph merged = RemoveDeadNodes.apply(MergePadIntoMaxPool.apply(graph));
    requireEqualOutputs(graph, merged);
    return merged;
  }

  private void requireKept(Value... outputs) {
    Graph graph = draft.build(outputs);
    assertThat(MergePadIntoMaxPool.apply(graph)).isSameAs(graph);
  }

  @ParameterizedTest(name = "own pads {0}")
  @CsvSource({"0", "1"})
  void whatIsNeverTheLargestIsPadding(int own) {
    Graph graph = merged(pool(around(x, INFINITE), own, 1, false));
    assertThat(operators(graph)).containsExactly("MaxPool");
    assertThat(graph.nodes().get(0).op())
        .isEqualTo(
            new MaxPool(
                Window.of(List.of(2, 1), List.of(1, 1), List.of(1 + own, own, 2, 1 + own)),
                List.of(4, 3),
                false));
  }

  @Test
  void zerosBehindAReluOrAClipFromZeroArePadding() {
    assertThat(operators(merged(pool(around(draft.add(Unary.RELU, x), 0), 0, 1, false))))
        .containsExactly("Relu", "MaxPool");
    Draft other = new Draft();
    Value clipped = other.add(new Clip(), other.input("x", "N,4,H,W"), other.scalar(0.5));
    Value padded =
        other.add(new Pad(Pad.Mode.CONSTANT), clipped, other.ints(0, 0, 1, 1, 0, 0, 1, 1));
    Window window = Window.of(List.of(2, 2), List.of(1, 1), List.of(0, 0, 0, 0));
    Graph graph = other.build(other.add(new MaxPool(window, List.of(3, 3), false), padded));
    Graph merged = RemoveDeadNodes.apply(MergePadIntoMaxPool.apply(graph));
    requireEqualOutputs(graph, merged);
    assertThat(operators(merged)).containsExactly("Clip", "MaxPool");
  }

  @Test
  void zerosAroundWhatMayBeNegativeStay() {
    Value clipped = draft.add(new Clip(), x, draft.scalar(-1));
    requireKept(
        pool(around(x, 0), 0, 1, false),
        pool(around(clipped, 0), 0, 1, false),
        pool(around(draft.add(new Clip(), x, draft.scalar(0), draft.scalar(-1)), 0), 0, 1, false),
        pool(around(draft.add(Unary.TANH, x), 0), 0, 1, false));
  }

  @Test
  void otherNumbersStay() {
    requireKept(
        pool(around(x, -1e30), 0, 1, false),
        pool(around(draft.add(Unary.RELU, x), 1), 0, 1, false));
  }

  @Test
  void otherPadsStay() {
    Value mirrored = draft.add(new Pad(Pad.Mode.REFLECT), x, draft.ints(0, 0, 1, 0, 0, 0, 2, 1));
    requireKept(
        pool(mirrored, 0, 1, false),
        pool(pad(x, INFINITE, 0, 1, 0, 0, 0, 0, 0, 0), 0, 1, false),
        pool(pad(x, INFINITE, 0, 0, -1, 0, 0, 0, 2, 0), 0, 1, false),
        pool(pad(x, INFINITE, 0, 0, 4, 0, 0, 0, 0, 0), 0, 1, false));
  }

  @Test
  void aDilatedPoolingStays() {
    requireKept(pool(around(x, INFINITE), 0, 2, false));
  }

  @Test
  void aPoolingThatRoundsUpStays() {
    requireKept(pool(around(x, INFINITE), 0, 1, true));
  }

  @Test
  void aPaddedValueThatAnotherNodeReadsStays() {
    Value padded = around(x, INFINITE);
    requireKept(pool(padded, 0, 1, false), draft.add(Unary.RELU, padded));
  }
}
