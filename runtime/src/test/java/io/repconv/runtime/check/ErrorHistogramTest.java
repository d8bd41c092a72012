package io.repconv.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ErrorHistogramTest {
  private static long count(ErrorHistogram histogram, int exponent) {
    return histogram.counts().get(exponent - ErrorHistogram.LEAST);
  }

  @Test
  void aBinHoldsItsLowerEdgeAndNotItsUpper() {
    double scale = 2;
    ErrorHistogram histogram =
        ErrorHistogram.of(new double[] {0x1p-10, Math.nextDown(0x1p-9), 0x1p-9, 0}, scale);

    assertThat(count(histogram, -11)).isEqualTo(2);
    assertThat(count(histogram, -10)).isEqualTo(1);
    assertThat(histogram.equal()).isEqualTo(1);
  }

  @Test
  void theOuterBinsHoldWhatIsOutside() {
    ErrorHistogram histogram =
        ErrorHistogram.of(
            new double[] {Double.MIN_VALUE, 1e-200, 1e6, Double.POSITIVE_INFINITY}, 1);

    assertThat(histogram.counts().get(0)).isEqualTo(2);
    assertThat(histogram.counts().get(ErrorHistogram.BINS - 1)).isEqualTo(2);
    assertThat(histogram.equal()).isZero();
  }

  @Test
  void everyValueIsCountedOnceAndSumsAddUp() {
    Random random = new Random(5);
    double[] d = random.doubles(1000).map(u -> Math.pow(10, -16 * u)).toArray();

    ErrorHistogram both = ErrorHistogram.of(d, 0.3).plus(ErrorHistogram.of(d, 7));

    assertThat(both.counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(2000);
    assertThat(ErrorHistogram.EMPTY.plus(both)).isEqualTo(both);
    assertThat(Arrays.stream(d).filter(x -> x / 0.3 >= 0.5 && x / 0.3 < 1).count())
        .isEqualTo(ErrorHistogram.of(d, 0.3).counts().get(-1 - ErrorHistogram.LEAST));
  }
}
