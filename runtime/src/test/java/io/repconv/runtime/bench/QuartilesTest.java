package io.repconv.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuartilesTest {
  @Test
  void ofAnOddNumberTheMedianIsTheMiddleOne() {
    assertThat(Quartiles.of(new double[] {5, 1, 4, 2, 3})).isEqualTo(new Quartiles(2, 3, 4));
  }

  @Test
  void betweenTwoNumbersItIsLinear() {
    assertThat(Quartiles.of(new double[] {4, 1, 3, 2})).isEqualTo(new Quartiles(1.75, 2.5, 3.25));
  }

  @Test
  void ofOneNumberAllAreThatNumber() {
    Quartiles quartiles = Quartiles.of(new double[] {7});

    assertThat(quartiles).isEqualTo(new Quartiles(7, 7, 7));
    assertThat(quartiles.relativeSpread()).isZero();
  }

  @Test
  void theMeasuredNumbersStayAsTheyAre() {
    double[] measured = {3, 1, 2};

    Quartiles.of(measured);

    assertThat(measured).containsExactly(3, 1, 2);
  }
}
