package io.repconv.graph.pass;

import static io.repconv.graph.pass.Draft.operators;
import static io.repconv.graph.pass.Draft.requireEqualOutputs;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.GlobalAveragePool;
import io.repconv.graph.op.Unary;
import io.repconv.graph.op.Window;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolBeforePointwiseTest {
  private final Draft draft = new Draft();
  private final Random random = new Random(3);
  private final Value x = draft.input("x", "N,4,H,W");

  private Value weights(long... dims) {
    double[] values = new double[(int) Tensor.elements(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return draft.constant(Tensor.of(ElementType.FLOAT, dims, values));
  }

  private static Window window(int stride, int pad) {
    return Window.of(List.of(stride, stride), List.of(1, 1), List.of(pad, pad, pad, pad));
  }

  private Value point(int outputs) {
    return draft.add(new Conv(window(1, 0), 1), x, weights(outputs, 4, 1, 1), weights(outputs));
  }

  private Value pool(Value value, int kernel, int stride, int pad, boolean ceil) {
    List<Integer> sizes = List.of(kernel, kernel);
    return draft.add(new AveragePool(window(stride, pad), sizes, ceil, true), value);
  }

  private Graph moved(Value output) {
    Graph graph = draft.build(output);
    Graph moved = RemoveDeadNodes.apply(PoolBeforePointwise.apply(graph));
    requireEqualOutputs(graph, moved);
    return moved;
  }

  private void requireKept(Value... outputs) {
    Graph graph = draft.build(outputs);
    assertThat(PoolBeforePointwise.apply(graph)).isSameAs(graph);
  }

  @ParameterizedTest(name = "kernel {0}, stride {1}, {2} outputs")
  @CsvSource({"2, 2, 2", "2, 2, 8", "3, 2, 4", "2, 3, 1", "3, 3, 5"})
  void meansAreTakenFirst(int kernel, int stride, int outputs) {
    Graph graph = moved(pool(point(outputs), kernel, stride, 0, false));
    assertThat(operators(graph)).containsExactly("AveragePool", "Conv");
  }

  @Test
  void theMeanOfAllPositionsIsTakenFirst() {
    Graph graph = moved(draft.named("y", new GlobalAveragePool(), point(3)));
    assertThat(operators(graph)).containsExactly("GlobalAveragePool", "Conv");
    assertThat(graph.outputs().get(0).name()).isEqualTo("y");
  }

  @Test
  void groupsAndALayerWithoutBiasAreMovedToo() {
    Value y = draft.add(new Conv(window(1, 0), 2), x, weights(6, 2, 1, 1));
    assertThat(operators(moved(pool(y, 2, 2, 0, false)))).containsExactly("AveragePool", "Conv");
  }

  @Test
  void asManyPositionsStay() {
    requireKept(pool(point(8), 3, 1, 0, false));
  }

  @Test
  void manyMoreChannelsAtTheLargerSizeStay() {
    Value wide = draft.input("wide", "N,40,H,W");
    Value y = draft.add(new Conv(window(1, 0), 1), wide, weights(2, 40, 1, 1));
    requireKept(pool(y, 2, 2, 0, false));
  }

  @Test
  void aPoolingThatPadsStays() {
    requireKept(pool(point(4), 3, 2, 1, false));
  }

  @Test
  void aPoolingThatRoundsUpStays() {
    requireKept(pool(point(4), 2, 2, 0, true));
  }

  @Test
  void aPoolingThatPadsByItselfStays() {
    Window same =
        new Window(List.of(2, 2), List.of(), List.of(), List.of(), Window.AutoPad.SAME_UPPER);
    requireKept(draft.add(new AveragePool(same, List.of(2, 2), false, false), point(4)));
  }

  @Test
  void aConvolutionThatIsNotPointwiseStays() {
    Value wide = draft.add(new Conv(window(1, 1), 1), x, weights(4, 4, 3, 3));
    Value padded = draft.add(new Conv(window(1, 1), 1), x, weights(4, 4, 1, 1));
    Value strided = draft.add(new Conv(window(2, 0), 1), x, weights(4, 4, 1, 1));
    requireKept(
        pool(wide, 2, 2, 0, false), pool(padded, 2, 2, 0, false), pool(strided, 2, 2, 0, false));
  }

  @Test
  void aComputedKernelStays() {
    Value y = draft.add(new Conv(window(1, 0), 1), x, draft.input("w", "4,4,1,1"));
    requireKept(pool(y, 2, 2, 0, false));
  }

  @Test
  void aConvolutionThatAnotherNodeReadsStays() {
    Value y = point(4);
    requireKept(pool(y, 2, 2, 0, false), draft.add(Unary.RELU, y));
  }

  /** As one convolution the two are found by folding, which is better than a mean between them. */
  @Test
  void aConvolutionBehindAnotherStays() {
    Value wide = draft.add(new Conv(window(1, 1), 1), x, weights(4, 4, 3, 3));
    Value y = draft.add(new Conv(window(1, 0), 1), wide, weights(4, 4, 1, 1));
    requireKept(draft.add(new GlobalAveragePool(), y));
  }
}
