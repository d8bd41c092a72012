package io.repconv.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DimEvaluationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-7",
        "H",
        "2*H - 3*W + 1",
        "H*H*W",
        "floor((H + 1)/2)",
        "floor((-3*H + W)/7)",
        "H*floor((floor((W - 5)/3) + 2*H)/4) - 2"
      })
  void theNumberIsThatOfSubstitutedSizes(String text) {
    Dim size = DimText.parse(text);
    for (long h = 1; h < 20; h++) {
      for (long w = 1; w < 20; w++) {
        Map<String, Long> sizes = Map.of("H", h, "W", w);
        long height = h;
        long width = w;

        Dim substituted = size.substitute(name -> Dim.of(name.equals("H") ? height : width));

        assertThat(size.evaluate(sizes))
            .as("%s with %s", text, sizes)
            .isEqualTo(substituted.value());
      }
    }
  }

  @Test
  void aSymbolWithoutASizeIsNamed() {
    assertThatThrownBy(() -> DimText.parse("H + W").evaluate(Map.of("H", 1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no size for W");
  }

  @Test
  void whatLeavesTheRangeOfALongIsAnError() {
    assertThatThrownBy(() -> DimText.parse("H*H").evaluate(Map.of("H", 1L << 32)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> DimText.parse("H + W").evaluate(Map.of("H", Long.MAX_VALUE, "W", 1L)))
        .isInstanceOf(ArithmeticException.class);
  }
}
