package io.repconv.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearSizeTest {
  @Test
  void aMultipleAndANumberTellTheSymbol() {
    LinearSize size = LinearSize.of(DimText.parse("3*H + 2")).orElseThrow();

    assertThat(size).isEqualTo(new LinearSize("H", 3, 2));
    assertThat(size.isSymbol()).isFalse();
    assertThat(size.symbolFor(14)).hasValue(4);
    assertThat(size.symbolFor(15)).isEmpty();
    assertThat(size.symbolFor(DimText.parse("6*W + 5"))).hasValue(DimText.parse("2*W + 1"));
    assertThat(size.symbolFor(DimText.parse("W"))).isEmpty();
    assertThat(LinearSize.of(Dim.symbol("H")).orElseThrow().isSymbol()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "H + W", "H*W", "H*H", "0 - H", "floor((H)/2)"})
  void otherSizesTellNothing(String size) {
    assertThat(LinearSize.of(DimText.parse(size))).isEmpty();
  }
}
