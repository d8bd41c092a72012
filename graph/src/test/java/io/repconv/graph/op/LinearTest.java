package io.repconv.graph.op;

import static io.repconv.graph.op.Ops.counting;
import static io.repconv.graph.op.Ops.dims;
import static io.repconv.graph.op.Ops.floats;
import static io.repconv.graph.op.Ops.ints;
import static io.repconv.graph.op.Ops.run;
import static io.repconv.graph.op.Ops.shape;
import static io.repconv.graph.op.Ops.tensor;
import static io.repconv.graph.op.Ops.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.repconv.graph.Tensor;
import org.junit.jupiter.api.Test;

class LinearTest {
  @Test
  void matricesAreMultiplied() {
    assertThat(run(new MatMul(), counting(2, 2), counting(2, 2)).doubles())
        .containsExactly(2, 3, 6, 11);
    assertThat(run(new MatMul(), vector(1, 2), vector(3, 4)).doubles()).containsExactly(11);
    assertThat(run(new MatMul(), Tensor.ofInts(1, 2), Tensor.ofInts(3, 4)).longs())
        .containsExactly(11);
    assertThat(shape(new MatMul(), floats("N,1,T,8"), floats("4,8,5"))).isEqualTo("[N, 4, T, 5]");
    assertThat(shape(new MatMul(), floats("8"), floats("N,8,5"))).isEqualTo("[N, 5]");
    assertThat(shape(new MatMul(), floats("N,8"), floats("8"))).isEqualTo("[N]");
    assertThatThrownBy(() -> shape(new MatMul(), floats("N,8"), floats("7,5")))
        .hasMessage("shapes [N, 8] and [7, 5], expected equal inner sizes");
    assertThatThrownBy(() -> shape(new MatMul(), floats(""), floats("7")))
        .hasMessage("shapes [] and [7], expected at least one axis each");
  }

  @Test
  void gemmScalesAndAdds() {
    Gemm gemm = new Gemm(2, 3, true, false);
    assertThat(run(gemm, counting(2, 2), counting(2, 1), vector(1)).doubles())
        .containsExactly(2 * 2 + 3, 2 * 3 + 3);
    assertThat(shape(gemm, floats("8,N"), floats("8,5"), floats("5"))).isEqualTo("[N, 5]");
    assertThatThrownBy(() -> shape(gemm, floats("7,N"), floats("8,5")))
        .hasMessage("an inner size of 7, expected 8, as B [8, 5] has it");
    assertThatThrownBy(() -> shape(gemm, floats("N"), floats("8,5")))
        .hasMessage("A of shape [N], expected rank 2");
  }

  @Test
  void einsumSumsOverLabelsThatTheOutputLacks() {
    assertThat(run(new Einsum("ii"), counting(2, 2)).item()).isEqualTo(3);
    assertThat(run(new Einsum("ij->ji"), counting(2, 2)).doubles()).containsExactly(0, 2, 1, 3);
    assertThat(run(new Einsum("i,j->ij"), vector(1, 2), vector(3, 4)).doubles())
        .containsExactly(3, 4, 6, 8);
    assertThat(shape(new Einsum("bhid, bhjd -> bhij"), floats("N,4,T,8"), floats("N,4,S,8")))
        .isEqualTo("[N, 4, T, S]");
    assertThat(shape(new Einsum("...i,ij"), floats("N,T,8"), floats("8,5"))).isEqualTo("[N, T, 5]");
    assertThatThrownBy(() -> shape(new Einsum("ij,jk->ik"), floats("N,8"), floats("7,5")))
        .hasMessage("sizes 8 and 7 under one label, expected equal sizes");
    assertThatThrownBy(() -> shape(new Einsum("ij->ik"), floats("N,8")))
        .hasMessage("the output label k, expected labels that an operand has");
    assertThatThrownBy(() -> shape(new Einsum("ij->i"), floats("N")))
        .hasMessage("an operand of rank 1 for ij in ij->i, expected one label an axis");
    assertThatThrownBy(() -> shape(new Einsum("i,j"), floats("N")))
        .hasMessage("1 operands for i,j, expected 2 operands");
  }

  @Test
  void reductionsHaveTheirValues() {
    Tensor x = tensor(dims(2, 2), 1, -2, 3, 4);
    assertThat(reduced(Reduce.Kind.MEAN, x)).containsExactly(-0.5, 3.5);
    assertThat(reduced(Reduce.Kind.SUM, x)).containsExactly(-1, 7);
    assertThat(reduced(Reduce.Kind.MAX, x)).containsExactly(1, 4);
    assertThat(reduced(Reduce.Kind.MIN, x)).containsExactly(-2, 3);
    assertThat(reduced(Reduce.Kind.PROD, x)).containsExactly(-2, 12);
    assertThat(reduced(Reduce.Kind.L1, x)).containsExactly(3, 7);
    assertThat(reduced(Reduce.Kind.L2, x)).containsExactly(Math.sqrt(5), 5);
    assertThat(reduced(Reduce.Kind.SUM_SQUARE, x)).containsExactly(5, 25);
    assertThat(reduced(Reduce.Kind.LOG_SUM_EXP, tensor(dims(1, 2), 1000, 1000))[0])
        .isCloseTo(1000 + Math.log(2), offset(1e-12));
  }

  private static double[] reduced(Reduce.Kind kind, Tensor x) {
    return run(new Reduce(kind, false), x, Tensor.ofInts(-1)).doubles();
  }

  @Test
  void reducedAxesGoOrStayWithSizeOne() {
    Reduce kept = new Reduce(Reduce.Kind.MEAN, true);
    Reduce gone = new Reduce(Reduce.Kind.MEAN, false);
    assertThat(shape(kept, floats("N,4,H,W"), ints(2, 3))).isEqualTo("[N, 4, 1, 1]");
    assertThat(shape(gone, floats("N,4,H,W"), ints(-1, 1))).isEqualTo("[N, H]");
    assertThat(shape(gone, floats("N,4"))).isEqualTo("[]");
    assertThat(shape(gone, floats("N,4"), ints())).isEqualTo("[]");
    Reduce none = new Reduce(Reduce.Kind.MEAN, false, true);
    assertThat(shape(none, floats("N,4"), ints())).isEqualTo("[N, 4]");
    assertThat(run(none, counting(2, 2), Tensor.ofInts()).doubles()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void theIndexOfTheLargestIsFound() {
    Tensor x = vector(2, 5, 5, 1);
    assertThat(run(ArgReduce.max(0, true), x).longs()).containsExactly(1);
    assertThat(run(new ArgReduce(true, 0, true, true), x).longs()).containsExactly(2);
    assertThat(run(ArgReduce.min(0, false), x).longs()).containsExactly(3);
    assertThat(shape(ArgReduce.max(1, false), floats("N,C,H,W"))).isEqualTo("[N, H, W]");
    assertThatThrownBy(() -> shape(ArgReduce.max(0, true), floats("0,3")))
        .hasMessage("axis 0 of [0, 3], expected at least one element");
  }

  @Test
  void sumsAccumulate() {
    Tensor axis = Tensor.scalar(0);
    assertThat(run(new CumSum(false, false), vector(1, 2, 3), axis).doubles())
        .containsExactly(1, 3, 6);
    assertThat(run(new CumSum(true, true), vector(1, 2, 3), axis).doubles())
        .containsExactly(5, 3, 0);
  }
}
