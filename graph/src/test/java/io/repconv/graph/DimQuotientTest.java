package io.repconv.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DimQuotientTest {
  @ParameterizedTest(name = "({0}) / ({1})")
  @CsvSource({
    "6*N*H, 2*N, 3*H",
    "0, N, 0",
    "12, 4, 3",
    "H*W + W, H + 1, W",
    "4*N*H*W - 4*N*H - 4*N*W + 4*N, 4*N*H - 4*N, W - 1",
    "H*H - 1, H + 1, H - 1",
    "N*floor((H + 1)/2) + 3*N, floor((H + 1)/2) + 3, N",
    "2*H + 2, H + 1, 2"
  })
  void dividesExactlyByProductsAndSums(String dividend, String divisor, String quotient) {
    Dim a = DimText.parse(dividend);
    Dim b = DimText.parse(divisor);
    assertThat(a.dividedBy(b)).contains(DimText.parse(quotient));
    assertThat(DimText.parse(quotient).times(b)).isEqualTo(a);
  }

  @ParameterizedTest(name = "({0}) / ({1})")
  @CsvSource({"H, 2", "H, 0", "H + 1, H", "H*W, H + 1", "7, 2", "N, H", "H*H + 1, H + 1"})
  void refusesWhatLeavesARemainder(String dividend, String divisor) {
    assertThat(DimText.parse(dividend).dividedBy(DimText.parse(divisor))).isEmpty();
  }
}
