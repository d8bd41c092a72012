package io.repconv.graph.op;

import static io.repconv.graph.op.Ops.content;
import static io.repconv.graph.op.Ops.counting;
import static io.repconv.graph.op.Ops.dims;
import static io.repconv.graph.op.Ops.floats;
import static io.repconv.graph.op.Ops.integers;
import static io.repconv.graph.op.Ops.ints;
import static io.repconv.graph.op.Ops.run;
import static io.repconv.graph.op.Ops.shape;
import static io.repconv.graph.op.Ops.shapes;
import static io.repconv.graph.op.Ops.size;
import static io.repconv.graph.op.Ops.sizes;
import static io.repconv.graph.op.Ops.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexingTest {
  private static Value indices(String shape) {
    return Ops.of(ElementType.INT64, shape);
  }

  @Test
  void gatheringReplacesTheAxis() {
    assertThat(shape(new Gather(1), floats("N,4,H"), indices("2,K"))).isEqualTo("[N, 2, K, H]");
    assertThat(shape(new Gather(0), floats("N,H"), size("0"))).isEqualTo("[H]");
    assertThat(content(new Gather(0), sizes("N", "3", "H"), size("-1"))).isEqualTo("[H]");
    assertThat(content(new Gather(0), sizes("N", "3", "H"), ints(2, 0))).isEqualTo("[H, N]");
    assertThat(run(new Gather(1), counting(2, 3), Tensor.ofInts(2, -3)).doubles())
        .containsExactly(2, 0, 5, 3);
    assertThatThrownBy(() -> content(new Gather(0), sizes("N"), ints(1)))
        .hasMessage("index 1 of an axis of size 1, expected one inside");
  }

  @Test
  void gatheringElementsTakesOneForEachIndex() {
    assertThat(shape(new GatherElements(0), floats("N,4"), indices("K,2"))).isEqualTo("[K, 2]");
    Tensor at = integers(dims(1, 3), 1, 0, -1);
    assertThat(run(new GatherElements(0), counting(2, 3), at).doubles()).containsExactly(3, 1, 5);
    assertThatThrownBy(() -> shape(new GatherElements(0), floats("N,4"), indices("2")))
        .hasMessage("indices of shape [2], expected rank 2");
  }

  @Test
  void gatheringByTuplesTakesSlices() {
    assertThat(shape(new GatherND(0), floats("N,4,H"), indices("K,2"))).isEqualTo("[K, H]");
    assertThat(shape(new GatherND(1), floats("N,4,H"), indices("N,1"))).isEqualTo("[N, H]");
    Tensor pairs = integers(dims(2, 2), 0, 1, 1, -1);
    assertThat(run(new GatherND(0), counting(2, 3), pairs).doubles()).containsExactly(1, 5);
    Tensor columns = integers(dims(2, 1), 2, 0);
    assertThat(run(new GatherND(1), counting(2, 3), columns).doubles()).containsExactly(2, 3);
    assertThatThrownBy(() -> shape(new GatherND(0), floats("N"), indices("K,2")))
        .hasMessage(
            "0 batch axes and tuples of 2 for data [N], expected no more than the axes of data");
  }

  @Test
  void scatteringReplacesOrCombines() {
    Tensor rows = integers(dims(2, 1), 1, 1);
    Tensor updates = Ops.tensor(dims(2, 2), 10, 20, 30, 40);
    assertThat(run(new ScatterND(ScatterReduction.NONE), counting(2, 2), rows, updates).doubles())
        .containsExactly(0, 1, 30, 40);
    assertThat(run(new ScatterND(ScatterReduction.ADD), counting(2, 2), rows, updates).doubles())
        .containsExactly(0, 1, 42, 63);
    Tensor at = integers(dims(1, 2), 1, 0);
    ScatterElements mul = new ScatterElements(0, ScatterReduction.MUL);
    assertThat(run(mul, counting(2, 2), at, Ops.tensor(dims(1, 2), 7, 5)).doubles())
        .containsExactly(0, 5, 14, 3);
    assertThat(shape(mul, floats("N,4"), indices("K,2"), floats("K,2"))).isEqualTo("[N, 4]");
    assertThatThrownBy(
            () -> run(new ScatterND(ScatterReduction.NONE), counting(2, 2), rows, vector(1)))
        .hasMessage("updates of shape [1], expected 4 elements, as the indices say");
  }

  @Test
  void oneHotVectorsHaveTheirDepth() {
    Tensor values = vector(-1, 1);
    assertThat(shape(new OneHot(1), indices("N,K"), size("5"), Ops.constant(values)))
        .isEqualTo("[N, 5, K]");
    assertThat(run(new OneHot(-1), Tensor.ofInts(1, -1, 3), Tensor.scalar(2), values).doubles())
        .containsExactly(-1, 1, -1, 1, -1, -1);
  }

  @Test
  void trianglesAreCutOut() {
    assertThat(run(new Trilu(true), counting(2, 3)).doubles()).containsExactly(0, 1, 2, 0, 4, 5);
    assertThat(run(new Trilu(false), counting(2, 3), Tensor.scalar(1)).doubles())
        .containsExactly(0, 1, 0, 3, 4, 5);
  }

  @Test
  void theLargestComeInOrder() {
    TopK largest = new TopK(0, true);
    assertThat(shapes(largest, floats("N,4"), ints(3))).containsExactly("[3, 4]", "[3, 4]");
    List<Tensor> both = largest.evaluate(List.of(vector(1, 3, 2, 3), Tensor.ofInts(3)));
    assertThat(both.get(0).doubles()).containsExactly(3, 3, 2);
    assertThat(both.get(1).longs()).containsExactly(1, 3, 2);
    assertThatThrownBy(() -> run(largest, vector(1), Tensor.ofInts(2)))
        .hasMessage("the 2 largest of 1, expected no more than there are");
  }
}
