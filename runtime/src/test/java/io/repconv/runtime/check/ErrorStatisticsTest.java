package io.repconv.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ErrorStatisticsTest {
  private static Tensor tensor(long[] dims, double... values) {
    return Tensor.of(ElementType.DOUBLE, dims, values);
  }

  private static ErrorStatistics compare(double[] expected, double[] actual, double scale) {
    long[] dims = {1, expected.length};
    return ErrorStatistics.of(tensor(dims, expected), tensor(dims, actual), scale);
  }

  @Test
  void fourNumbersComputedByHand() {
    // d = 0, 1, 0, 2
    ErrorStatistics s = compare(new double[] {3, -4, 0, 2}, new double[] {3, -5, 0, 4}, 4);
    assertThat(s.max()).isEqualTo(2);
    assertThat(s.relativeMax()).isEqualTo(0.5);
    assertThat(s.mean()).isEqualTo(0.75);
    assertThat(s.p50()).isEqualTo(0);
    assertThat(s.p99()).isEqualTo(2);
    assertThat(s.worst()).isEqualTo(3);
    assertThat(s.expected()).isEqualTo(2);
    assertThat(s.actual()).isEqualTo(4);
    // 10*log10((9+16+4) / (1+4))
    assertThat(s.sqnr()).isCloseTo(7.634279935629373, within(1e-12));
    // (9+20+8) / sqrt(29 * 50)
    assertThat(s.cosine()).isCloseTo(37 / Math.sqrt(1450), within(1e-15));
    // the largest is the first of the expected, the last of the actual values
    assertThat(s.argmaxAgreement()).isZero();
  }

  @Test
  void quantilesAreTheSmallestErrorThatSoManyDoNotExceed() {
    double[] expected = new double[1000];
    double[] actual = IntStream.rangeClosed(1, 1000).asDoubleStream().toArray();
    ErrorStatistics s = compare(expected, actual, 1);
    assertThat(s.p50()).isEqualTo(500);
    assertThat(s.p99()).isEqualTo(990);
    assertThat(s.p999()).isEqualTo(999);
    assertThat(s.mean()).isEqualTo(500.5);
  }

  @Test
  void quantilesOfShuffledAndRepeatedValuesAreThoseOfTheSorted() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      double[] values = random.ints(1 + random.nextInt(50), 0, 8).asDoubleStream().toArray();
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      Quantiles quantiles = new Quantiles(values);
      for (double q : new double[] {0.5, 0.99, 0.999}) {
        int rank = (int) Math.ceil(q * sorted.length) - 1;
        assertThat(quantiles.next(q)).as("seed " + seed).isEqualTo(sorted[rank]);
      }
    }
  }

  @Test
  void equalTensorsHaveNoErrorWhateverTheScale() {
    ErrorStatistics s = compare(new double[] {0, 0}, new double[] {0, 0}, 0);
    assertThat(s.relativeMax()).isZero();
    assertThat(s.sqnr()).isInfinite();
    assertThat(s.cosine()).isEqualTo(1);
  }

  @Test
  void argmaxIsCountedPerPositionAlongTheSecondAxis() {
    // [N=1, C=2, W=3]: expected winners 0, 1, 0; actual winners 0, 1, 1
    Tensor expected = tensor(new long[] {1, 2, 3}, 5, 1, 5, 0, 2, 4);
    Tensor actual = tensor(new long[] {1, 2, 3}, 5, 1, 4, 0, 2, 5);
    assertThat(ErrorStatistics.of(expected, actual, 5).argmaxAgreement()).isEqualTo(2 / 3.0);
  }

  @Test
  void oneChannelHasNoArgmax() {
    Tensor one = tensor(new long[] {2, 1}, 1, 2);
    assertThat(ErrorStatistics.of(one, one, 2).argmaxAgreement()).isNaN();
  }

  @Test
  void aNumberThatShouldBeFiniteAndIsNotIsAnInfiniteError() {
    double nan = Double.NaN;
    assertThat(compare(new double[] {1, 2}, new double[] {1, nan}, 2).relativeMax()).isInfinite();
    assertThat(compare(new double[] {1, nan}, new double[] {1, 2}, 2).relativeMax()).isInfinite();
  }

  @Test
  void infinitiesAndNansAtTheSamePlacesAgree() {
    double[] values = {1, Double.NEGATIVE_INFINITY, Double.NaN};
    ErrorStatistics s = compare(values, values.clone(), 1);
    assertThat(s.relativeMax()).isZero();
    assertThat(s.finite()).isEqualTo(1);
  }
}
