package io.repconv.converter.pt2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeExpressionTest {
  private static final String SYMBOL = "Symbol('s0', positive=True, integer=True)";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Integer(7) | 7",
        "S | s0",
        "Mul(Integer(2), S) | 2*s0",
        "Add(Mul(Integer(2), S), Integer(-1)) | 2*s0 - 1",
        "FloorDiv(S, Integer(2)) | floor((s0)/2)",
        "CleanDiv(Mul(Integer(4), S), Integer(2)) | 2*s0",
        "FloorDiv(Add(S, Integer(1)), Integer(2)) | floor((s0 + 1)/2)",
        "Mod(S, Integer(4)) | -4*floor((s0)/4) + s0",
        "PythonMod(Mul(Integer(8), S), Integer(4)) | 0",
        "Pow(S, Integer(2)) | s0*s0"
      })
  void readsWhatTorchWrites(String text, String size) {
    assertThat(SizeExpression.parse(text.replace("S", SYMBOL).replace(SYMBOL + "ymbol", "Symbol")))
        .hasToString(size);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Max(Integer(1), Integer(2)) | the function Max",
        "FloorDiv(Integer(1), Integer(0)) | a division by [0]",
        "FloorDiv(Integer(1)) | a division by []",
        "Pow(Integer(2), Integer(64)) | a power to [64]",
        "Add(Integer(1) | without an end",
        "Rational(1, 2) | neither a symbol nor a number nor a function"
      })
  void refusesWhatIsNoSize(String text, String message) {
    assertThatThrownBy(() -> SizeExpression.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
