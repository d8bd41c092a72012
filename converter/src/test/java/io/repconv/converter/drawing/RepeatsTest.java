package io.repconv.converter.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepeatsTest {
  private static List<Repeats.Part> parts(String sequence, int least) {
    int[] forms = sequence.chars().toArray();
    int[] sizes = new int[forms.length];
    Arrays.fill(sizes, 1);
    return new Repeats(forms, sizes, least).parts();
  }

  private static String text(String sequence, List<Repeats.Part> parts) {
    return parts.stream()
        .map(
            part ->
                part.copies() == 1
                    ? sequence.substring(part.start(), part.start() + part.length())
                    : part.copies() + "(" + text(sequence, part.body()) + ")")
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @CsvSource({
    "abc, abc",
    "aaaa, 4(a)",
    "abababx, 3(ab)x",
    "xrbrbrbry, xr3(br)y",
    "sabbbbtabbbbt, s2(a4(b)t)",
    "abab, abab",
    "'', ''",
  })
  void whatIsThereSeveralTimesInARowIsTakenOnce(String sequence, String expected) {
    assertThat(text(sequence, parts(sequence, 3))).isEqualTo(expected);
  }

  @Test
  void partsCoverEverySequenceInOrderAndCopiesAreEqual() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      String sequence =
          random
              .ints(random.nextInt(60), 'a', 'd')
              .mapToObj(c -> String.valueOf((char) c))
              .collect(Collectors.joining());
      StringBuilder unfolded = new StringBuilder();
      for (Repeats.Part part : parts(sequence, 2)) {
        String copy = sequence.substring(part.start(), part.start() + part.length());
        unfolded.append(copy.repeat(part.copies()));
      }
      assertThat(unfolded).as("seed %d", seed).hasToString(sequence);
    }
  }
}
