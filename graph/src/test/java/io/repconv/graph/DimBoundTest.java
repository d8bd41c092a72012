package io.repconv.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DimBoundTest {
  @ParameterizedTest
  @CsvSource({
    "7, 7, 8",
    "H, 1, 2",
    "H + W - 1, 1, 2",
    "2*H*W, 2, 3",
    "_rows, 0, 1",
    "_rows*H + 3, 3, 4",
    "floor((H)/2), 0, 1",
    "floor((H + 1)/2), 1, 2",
    "H - floor((H)/2), 1, 2",
    "H + 1 - 2*floor((H)/2), 1, 2",
    "floor((H + 3)/4) + 5, 6, 7",
    "floor((H)/4) - floor((H)/8), 0, 1",
    "floor((H + 8)/4) - floor((H + 8)/8), 1, 2",
    "floor((floor((H)/4) + 6*floor((H)/8) + 6)/7) - floor((H)/8) + W, 1, 2",
    "3*H - 2*floor((3*H + 1)/2) - W + 2*floor((W + 1)/2), -1, 0"
  })
  void theLargestProvableBoundIsFound(String dim, long least, long tooMuch) {
    assertThat(DimText.parse(dim).isAtLeast(least)).isTrue();
    assertThat(DimText.parse(dim).isAtLeast(tooMuch)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "-1*H, -9",
    "H - W, -9",
    "H*W - W, -9",
    "5 - floor((H)/2), -9",
    "floor((H)/4099) - floor((H - 4098)/4099), 1"
  })
  void nothingIsSaidWhereNothingIsProved(String dim, long bound) {
    assertThat(DimText.parse(dim).isAtLeast(bound)).isFalse();
  }

  @Test
  void aSymbolIsAtLeastWhatItIsSaidToBe() {
    Dim windows = Dim.symbol("H", 4).floorDiv(4);

    assertThat(windows.isAtLeast(1)).isTrue();
    assertThat(windows.isAtLeast(2)).isFalse();
    assertThat(windows.ceilDiv(7).times(7).minus(Dim.of(3)).isAtLeast(4)).isTrue();
    assertThat(windows).isEqualTo(Dim.symbol("H").floorDiv(4));
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsProvedHolds(long seed) {
    Random random = new Random(seed);
    Dim dim = Dim.of(random.nextInt(9) - 4);
    List<Dim> parts = new ArrayList<>(List.of(Dim.symbol("H"), Dim.symbol("W")));
    for (int i = 0; i < 4; i++) {
      Dim part = parts.get(random.nextInt(parts.size()));
      Dim other = parts.get(random.nextInt(parts.size()));
      parts.add(
          switch (random.nextInt(3)) {
            case 0 -> part.plus(random.nextInt(7) - 3).floorDiv(1 + random.nextInt(4));
            case 1 -> part.minus(other);
            default -> part.times(1 + random.nextInt(2)).plus(other);
          });
      dim = dim.plus(part.times(random.nextInt(5) - 2));
    }
    long bound = -20;
    while (dim.isAtLeast(bound) && bound < 40) {
      bound++;
    }
    long proved = bound - 1;
    for (long h = 1; proved >= -20 && h < 9; h++) {
      for (long w = 1; w < 9; w++) {
        assertThat(dim.evaluate(Map.of("H", h, "W", w)))
            .as("%s at %d, %d", dim, h, w)
            .isGreaterThanOrEqualTo(proved);
      }
    }
  }
}
