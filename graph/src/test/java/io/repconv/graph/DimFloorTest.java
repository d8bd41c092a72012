package io.repconv.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DimFloorTest {
  /** a modulo k, as programs write it. */
  private static Dim remainder(Dim a, long k) {
    return a.minus(a.floorDiv(k).times(k));
  }

  @ParameterizedTest
  @CsvSource({"H", "H + 1", "floor((H)/4)", "H - floor((H)/2)", "2*H + 3*W"})
  void paddingToAMultipleIsRoundingUp(String text) {
    Dim size = DimText.parse(text);
    for (int k = 2; k <= 9; k++) {
      Dim padded = size.plus(remainder(Dim.of(k).minus(remainder(size, k)), k));

      assertThat(padded.floorDiv(k)).isEqualTo(size.times(-1).floorDiv(k).times(-1));
      assertThat(padded).isEqualTo(padded.floorDiv(k).times(k));
      if (k > 2) {
        assertThat(padded).isEqualTo(size.ceilDiv(k).times(k));
      }
    }
  }

  @Test
  void aNumeratorIsTheSmallerOfTwoThatSayTheSame() {
    assertThat(DimText.parse("floor((6*H)/7)")).hasToString("H - floor((H + 6)/7)");
    assertThat(DimText.parse("floor((3*H + 4)/5)")).hasToString("H - floor((2*H)/5)");
    assertThat(DimText.parse("floor((3*H)/7)")).hasToString("floor((3*H)/7)");
    assertThat(DimText.parse("floor((H + 1)/2)")).hasToString("floor((H + 1)/2)");
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyFormHasTheSameValue(long seed) {
    Random random = new Random(seed);
    Dim inner = Dim.symbol("H").times(random.nextLong(-4, 5)).plus(Dim.symbol("W").times(3));
    long first = random.nextLong(1, 10);
    long second = random.nextLong(1, 10);
    long factor = random.nextLong(-9, 10);
    long shift = random.nextLong(-9, 10);
    Dim twice = inner.floorDiv(first).times(factor).plus(Dim.symbol("H")).plus(shift);
    Dim whole = twice.floorDiv(second);
    for (long h = 1; h < 12; h++) {
      for (long w = 1; w < 12; w++) {
        Map<String, Long> sizes = Map.of("H", h, "W", w);
        long expected =
            Math.floorDiv(Math.floorDiv(inner.evaluate(sizes), first) * factor + h + shift, second);
        assertThat(whole.evaluate(sizes)).as("%s at %d, %d", whole, h, w).isEqualTo(expected);
        assertThat(DimText.parse(whole.toString())).isEqualTo(whole);
      }
    }
  }
}
