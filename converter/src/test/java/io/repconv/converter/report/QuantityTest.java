package io.repconv.converter.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "912, 912",
    "9999, 9999",
    "10000, 10.0 k",
    "99949, 99.9 k",
    "99950, 100 k",
    "999499, 999 k",
    "999500, 1.00 M",
    "9108968, 9.11 M",
    "1361000000, 1.36 G",
    "2500000000000, 2.50 T"
  })
  void countsHaveThreeDigits(long number, String text) {
    assertThat(Quantity.count(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.00 KiB",
    "1153434, 1.10 MiB",
    "2147483648, 2.00 GiB"
  })
  void bytesAreBinary(long number, String text) {
    assertThat(Quantity.bytes(number)).isEqualTo(text);
  }

  @Test
  void aSecondIsShownInHundredthsUpToTen() {
    assertThat(Quantity.seconds(0.1234)).isEqualTo("0.12 s");
    assertThat(Quantity.seconds(9.994)).isEqualTo("9.99 s");
    assertThat(Quantity.seconds(9.996)).isEqualTo("10 s");
  }

  @Test
  void errorsHaveTwoDigitsAndZeroStaysZero() {
    assertThat(Quantity.error(3.14e-7)).isEqualTo("3.1e-07");
    assertThat(Quantity.error(0)).isEqualTo("0");
  }
}
