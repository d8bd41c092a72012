package io.repconv.graph.op;

import static io.repconv.graph.op.Ops.booleans;
import static io.repconv.graph.op.Ops.content;
import static io.repconv.graph.op.Ops.counting;
import static io.repconv.graph.op.Ops.dims;
import static io.repconv.graph.op.Ops.floats;
import static io.repconv.graph.op.Ops.ints;
import static io.repconv.graph.op.Ops.run;
import static io.repconv.graph.op.Ops.shape;
import static io.repconv.graph.op.Ops.sizes;
import static io.repconv.graph.op.Ops.tensor;
import static io.repconv.graph.op.Ops.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementwiseTest {
  private static double at(Op op, double x) {
    return run(op, vector(x)).item();
  }

  @Test
  void activationsHaveTheirValues() {
    assertThat(at(Unary.SIGMOID, 0)).isEqualTo(0.5);
    assertThat(at(Unary.HARD_SWISH, 1)).isCloseTo(4.0 / 6, offset(1e-15));
    assertThat(at(Unary.SOFTPLUS, 1000)).isEqualTo(1000);
    assertThat(at(Unary.SOFTPLUS, 0)).isCloseTo(Math.log(2), offset(1e-15));
    assertThat(at(Unary.MISH, 0)).isZero();
    assertThat(at(new LeakyRelu(0.1), -2)).isEqualTo(-0.2);
    assertThat(at(new Elu(2), -1)).isCloseTo(2 * (1 / Math.E - 1), offset(1e-15));
    assertThat(at(new Celu(2), -2)).isCloseTo(2 * (1 / Math.E - 1), offset(1e-15));
    assertThat(at(new Selu(2, 3), -1)).isCloseTo(6 * (1 / Math.E - 1), offset(1e-15));
    assertThat(at(new HardSigmoid(0.2, 0.5), 1)).isEqualTo(0.7);
    assertThat(at(new HardSigmoid(0.2, 0.5), 9)).isEqualTo(1);
    assertThat(at(new ThresholdedRelu(1), 1)).isZero();
    assertThat(at(new Gelu(false), 1)).isCloseTo(0.8413447460685429, offset(1e-15));
    assertThat(at(new Gelu(true), 1)).isCloseTo(0.8411919906082768, offset(1e-15));
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1124629160182849",
    "0.5, 0.5204998778130465",
    "1, 0.8427007929497149",
    "2.5, 0.999593047982555",
    "5.9, 0.9999999999999999",
    "7, 1"
  })
  void erfIsThatOfItsTables(double x, double expected) {
    assertThat(at(Unary.ERF, x)).isCloseTo(expected, offset(1e-15));
    assertThat(at(Unary.ERF, -x)).isCloseTo(-expected, offset(1e-15));
  }

  @Test
  void roundingGoesToTheEvenNeighbour() {
    assertThat(run(Unary.ROUND, vector(-2.5, -0.5, 0.5, 1.5, 2.4)).doubles())
        .containsExactly(-2, -0.0, 0, 2, 2);
  }

  @Test
  void integersAreComputedInTheirOwnWidth() {
    Tensor bytes = Tensor.of(ElementType.INT8, dims(2), new long[] {100, -128});
    assertThat(run(Binary.ADD, bytes, bytes).longs()).containsExactly(-56, 0);
    assertThat(run(Unary.NEG, bytes).longs()).containsExactly(-100, -128);
    assertThat(run(Binary.DIV, Tensor.ofInts(-7, 7), Tensor.ofInts(2, -2)).longs())
        .containsExactly(-3, -3);
    assertThat(run(new Mod(false), Tensor.ofInts(-7, 7), Tensor.ofInts(3, -3)).longs())
        .containsExactly(2, -2);
    assertThat(run(new Mod(true), Tensor.ofInts(-7, 7), Tensor.ofInts(3, -3)).longs())
        .containsExactly(-1, 1);
    assertThat(run(new Pow(), Tensor.ofInts(3, -2), Tensor.ofInts(4, 3)).longs())
        .containsExactly(81, -8);
  }

  @Test
  void aDivisionByZeroIsNamed() {
    assertThatThrownBy(() -> run(Binary.DIV, Tensor.ofInts(1), Tensor.ofInts(0)))
        .isInstanceOf(ShapeError.class)
        .hasMessage("an integer division by zero, expected another divisor");
  }

  @Test
  void sizesAreRepeatedWhereTheyAreOne() {
    Tensor column = tensor(dims(2, 1), 10, 20);
    assertThat(run(Binary.ADD, column, vector(1, 2, 3)).doubles())
        .containsExactly(11, 12, 13, 21, 22, 23);
    assertThat(run(Binary.MAX, vector(1, 5), vector(3, 3), vector(2)).doubles())
        .containsExactly(3, 5);
    assertThat(run(Comparison.LESS, column, vector(15)).longs()).containsExactly(1, 0);
    assertThat(run(new Where(), booleans(1, 0), vector(1, 2), vector(9)).doubles())
        .containsExactly(1, 9);
    assertThat(run(new PRelu(), counting(1, 2, 1), tensor(dims(2, 1), 5, 5)).doubles())
        .containsExactly(0, 1);
  }

  @Test
  void comparisonsWithNaNDoNotHold() {
    Tensor nan = vector(Double.NaN);
    assertThat(run(Comparison.EQUAL, nan, nan).longs()).containsExactly(0);
    assertThat(run(Comparison.LESS_OR_EQUAL, nan, nan).longs()).containsExactly(0);
    assertThat(run(new IsNaN(), vector(Double.NaN, 0)).longs()).containsExactly(1, 0);
  }

  @Test
  void aClipWithCrossedBoundsGivesTheUpperOne() {
    Tensor one = vector(1);
    assertThat(run(new Clip(), vector(-9, 0, 9), one, vector(-1)).doubles())
        .containsExactly(-1, -1, -1);
    assertThat(run(new Clip(), vector(-9, 9), Tensor.absent(), one).doubles())
        .containsExactly(-9, 1);
  }

  @Test
  void aCastToIntegersCutsWhatTheTypeHolds() {
    // Just below 3 in double, 3 in float.
    assertThat(run(new Cast(ElementType.INT64), vector(2.9999999999, -2.7)).longs())
        .containsExactly(3, -2);
    assertThat(run(new Cast(ElementType.UINT8), Tensor.ofInts(-1, 256)).longs())
        .containsExactly(255, 0);
    assertThat(run(new Cast(ElementType.BOOL), vector(0, 0.5)).longs()).containsExactly(0, 1);
    assertThat(run(new Cast(ElementType.FLOAT), booleans(1, 0)).doubles()).containsExactly(1, 0);
  }

  @Test
  void numbersThatOnlyUint64HasAreRefused() {
    Tensor large = Tensor.of(ElementType.UINT64, dims(1), new long[] {-1});
    assertThatThrownBy(() -> run(Binary.DIV, large, large))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("uint64 numbers of 2^63 and above");
  }

  @Test
  void symbolicSizesAreBroadcastWhereTheResultIsProvable() {
    assertThat(shape(Binary.ADD, floats("N,C,H,W"), floats("C,1,1"))).isEqualTo("[N, C, H, W]");
    assertThat(shape(Binary.ADD, floats("N,1"), floats("4"))).isEqualTo("[N, 4]");
    assertThat(shape(Binary.ADD, floats("N"), floats("4"))).isEqualTo("[4]");
    assertThat(shape(Binary.ADD, floats("H + 1"), floats("W"))).isEqualTo("[H + 1]");
    assertThat(shape(Binary.ADD, floats("?"), floats("W"))).isEqualTo("?");
  }

  @Test
  void twoSymbolsHaveASizeOfItsOwn() {
    Value a = floats("H");
    Value b = floats("W");
    String size = shape(Binary.ADD, a, b);
    assertThat(size).startsWith("[_Add").isEqualTo(shape(Binary.ADD, a, b));
    assertThat(size).isNotEqualTo(shape(Binary.ADD, a, floats("W")));
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> shape(Binary.ADD, floats("N,3"), floats("4")))
        .hasMessage("shapes [N, 3] and [4], expected sizes that are equal or 1");
    assertThatThrownBy(() -> shape(Binary.ADD, floats("3"), ints(1)))
        .hasMessage("inputs of types float and int64, expected one type");
    assertThatThrownBy(() -> shape(Binary.ADD, floats("3"))).hasMessage("1 inputs, expected 2");
    assertThatThrownBy(() -> shape(Binary.ADD, floats("3"), Value.ABSENT))
        .hasMessage("input 1 left out, expected the first 2 inputs");
    assertThatThrownBy(() -> shape(Unary.EXP, ints(1)))
        .hasMessage("input of type int64, expected a floating type");
    assertThatThrownBy(() -> shape(Logical.AND, floats("2"), floats("2")))
        .hasMessage("input of type float, expected bool");
    assertThatThrownBy(() -> shape(new Mod(false), floats("2"), floats("2")))
        .hasMessage("inputs of type float and fmod 0, expected fmod 1");
  }

  @Test
  void sizesAreComputedAsExpressions() {
    Value sizes = sizes("N", "H + 1");
    assertThat(content(Binary.ADD, sizes, ints(2))).isEqualTo("[N + 2, H + 3]");
    assertThat(content(Binary.MUL, sizes, ints(2, 3))).isEqualTo("[2*N, 3*H + 3]");
    assertThat(content(Binary.DIV, sizes, ints(2))).isEqualTo("[floor((N)/2), floor((H + 1)/2)]");
    assertThat(content(Binary.DIV, sizes("6*N*H"), sizes("2*N"))).isEqualTo("[3*H]");
    assertThat(content(Binary.DIV, sizes("H - 5"), ints(2))).isEqualTo("null");
    assertThat(content(new Mod(false), sizes("H"), ints(2))).isEqualTo("[H - 2*floor((H)/2)]");
    assertThat(content(Binary.MAX, sizes("H + 1", "H"), sizes("H"))).isEqualTo("[H + 1, H]");
    assertThat(content(Binary.MIN, sizes("H"), ints(1))).isEqualTo("[1]");
    assertThat(content(Binary.MIN, sizes("H"), ints(5))).isEqualTo("null");
    assertThat(content(new Cast(ElementType.INT32), sizes)).isEqualTo("[N, H + 1]");
    assertThat(content(new Cast(ElementType.BOOL), sizes("H", "0"))).isEqualTo("[1, 0]");
  }

  @Test
  void comparisonsOfSizesAreDecidedWhereTheyHoldForEverySize() {
    assertThat(content(Comparison.EQUAL, sizes("H", "H + 1", "3"), sizes("H", "H", "3")))
        .isEqualTo("[1, 0, 1]");
    assertThat(content(Comparison.EQUAL, sizes("H"), ints(-1))).isEqualTo("[0]");
    assertThat(content(Comparison.EQUAL, sizes("H"), ints(3))).isEqualTo("null");
    assertThat(content(Comparison.GREATER_OR_EQUAL, sizes("H"), ints(1))).isEqualTo("[1]");
    assertThat(content(Comparison.GREATER, sizes("H"), ints(1))).isEqualTo("null");
    assertThat(content(Comparison.LESS, sizes("floor((H)/2)"), sizes("H + 1"))).isEqualTo("[1]");
    Value isUnknown = Ops.constant(booleans(1, 0));
    assertThat(content(new Where(), isUnknown, sizes("H", "W"), ints(7))).isEqualTo("[H, 7]");
    assertThat(content(new Not(), isUnknown)).isEqualTo("[0, 1]");
  }
}
