package io.repconv.graph.op;

import static io.repconv.graph.op.Ops.content;
import static io.repconv.graph.op.Ops.counting;
import static io.repconv.graph.op.Ops.floats;
import static io.repconv.graph.op.Ops.ints;
import static io.repconv.graph.op.Ops.run;
import static io.repconv.graph.op.Ops.shape;
import static io.repconv.graph.op.Ops.sizes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceTest {
  private static final Slice SLICE = new Slice();
  private static final long END = Long.MAX_VALUE;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0   | 2147483647 | 1  | H",
        "1   | 2147483647 | 1  | H - 1",
        "0   | -1         | 1  | H - 1",
        "1   | -1         | 1  | H - 2",
        "-1  | 2147483647 | 1  | 1",
        "0   | H          | 1  | H",
        "0   | H + 3      | 1  | H",
        "1   | H - 1      | 1  | H - 2",
        "0   | 2147483647 | 2  | floor((H + 1)/2)",
        "1   | 2147483647 | 2  | floor((H)/2)",
        "0   | floor((H)/2) | 1 | floor((H)/2)",
        "0   | 1          | 1  | 1",
        "-1  | -2147483648 | -1 | H",
        "2147483647 | -2147483648 | -2 | floor((H + 1)/2)"
      })
  void sizesAreExpressionsWhereTheyAreProvable(String start, String end, long step, String size) {
    assertThat(shape(SLICE, floats("H"), sizes(start), sizes(end), ints(0), ints(step)))
        .isEqualTo("[" + size + "]");
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "-3, 2147483647", "0, W", "2, 7"})
  void sizesThatAreClampedSomewhereHaveANameOfTheirOwn(String start, String end) {
    assertThat(shape(SLICE, floats("H"), sizes(start), sizes(end), ints(0))).startsWith("[_Slice");
  }

  @Test
  void knownSizesAreClamped() {
    assertThat(shape(SLICE, floats("N,6,7"), ints(4, -99), ints(END, 3), ints(1, 2)))
        .isEqualTo("[N, 2, 3]");
    assertThat(shape(SLICE, floats("6"), ints(4), ints(2))).isEqualTo("[0]");
    assertThat(shape(SLICE, floats("6"), ints(-1), ints(-END), ints(0), ints(-4))).isEqualTo("[2]");
  }

  @Test
  void partsOfKnownSizesAreKnown() {
    Value shape = sizes("N", "3", "H", "W");
    assertThat(content(SLICE, shape, ints(2), ints(END))).isEqualTo("[H, W]");
    assertThat(content(SLICE, shape, ints(-1), ints(-99), ints(0), ints(-2))).isEqualTo("[W, 3]");
  }

  @Test
  void startsThatAreNotKnownLeaveTheOtherSizes() {
    Value unknown = Ops.of(io.repconv.graph.ElementType.INT64, "1");
    assertThat(shape(SLICE, floats("N,H"), unknown, ints(END), ints(1))).startsWith("[N, _Slice");
    assertThat(shape(SLICE, floats("N,H"), ints(0), ints(END), unknown)).startsWith("[_Slice");
    assertThat(shape(SLICE, floats("?"), ints(0), ints(END), ints(0))).isEqualTo("?");
  }

  @Test
  void elementsAreTaken() {
    Tensor x = counting(3, 4);
    assertThat(run(SLICE, x, Tensor.ofInts(1, 1), Tensor.ofInts(3, END)).doubles())
        .containsExactly(5, 6, 7, 9, 10, 11);
    Tensor last = Tensor.ofInts(-1);
    assertThat(
            run(SLICE, x, last, Tensor.ofInts(-END), Tensor.ofInts(1), Tensor.ofInts(-3)).doubles())
        .containsExactly(3, 0, 7, 4, 11, 8);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> shape(SLICE, floats("6"), ints(0), ints(1), ints(0), ints(0)))
        .hasMessage("steps [0], expected 1 steps, none of them 0");
    assertThatThrownBy(() -> shape(SLICE, floats("6"), ints(0, 0), ints(1, 1)))
        .hasMessage("2 starts for 1 axes, expected one an axis at most");
    assertThatThrownBy(() -> shape(SLICE, floats("6"), floats("1"), ints(1)))
        .hasMessage("starts, ends, axes and steps of type float, expected integers");
  }
}
