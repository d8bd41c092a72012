package io.repconv.converter.torchscript.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Dim;
import io.repconv.graph.DimText;
import io.repconv.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeastSizesTest {
  private final LeastSizes least = new LeastSizes();

  @ParameterizedTest
  @CsvSource({
    "floor((H - 4)/4) + 1, 4",
    "floor((H)/32), 32",
    "H - 6, 7",
    "floor((H + 1)/2), 1",
    "5 - H, 1",
    "H - 2000, 1",
    "H*W - 3, 1"
  })
  void aWindowThatFitsSaysHowLargeTheInputIs(String outputSize, long expected) {
    least.requirePositive(DimText.parse(outputSize));

    assertThat(least.of("H").isAtLeast(expected)).isTrue();
    assertThat(least.of("H").isAtLeast(expected + 1)).isFalse();
    assertThat(least.learnt()).isEqualTo(expected > 1 ? 1 : 0);
  }

  @Test
  void theLargestOfAllRequirementsHolds() {
    least.requirePositive(DimText.parse("floor((H)/2)"));
    least.requirePositive(DimText.parse("floor((H)/8)"));
    least.requirePositive(DimText.parse("floor((H)/4)"));

    assertThat(least.learnt()).isEqualTo(2);
    Shape known = least.of(Shape.parse("[N, 3, H, floor((H)/2)]"));
    assertThat(known).isEqualTo(Shape.parse("[N, 3, H, floor((H)/2)]"));
    assertThat(known.dim(2).minus(Dim.of(8)).isAtLeast(0)).isTrue();
    assertThat(known.dim(3).isAtLeast(4)).isTrue();
  }
}
