package io.repconv.converter.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.repconv.runtime.train.data.Example;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {
  private static final int IGNORED = 255;
  private static final int STEP = 40;
  private static final Normalization AS_STORED =
      new Normalization(List.of(0.0), List.of(1 / 255.0));
  private static final Labels LABELS =
      Labels.indices(List.of("a", "b", "c", "d", "e", "f"), IGNORED);

  private static Preprocessing augmented(Integer base, Integer crop) {
    return new Preprocessing(true, of(base), of(crop), 0, false, false, false, false);
  }

  private static OptionalInt of(Integer value) {
    return value == 0 ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static Pixels ramp(int height, int width) {
    byte[] values = new byte[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) i;
    }
    return new Pixels(1, height, width, values);
  }

  private static Example example(Preprocessing how, Pixels image, long seed) {
    return new Preprocessor(how, AS_STORED).classified("image", image, 3, seed);
  }

  /** A mask of random rectangles of six classes. */
  private static Pixels mask(int height, int width) {
    byte[] values = new byte[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        values[y * width + x] = (byte) (1 + (y * 3 / height + x * 4 / width) % 5);
      }
    }
    return new Pixels(1, height, width, values);
  }

  private static Pixels coloured(Pixels mask) {
    byte[] values = new byte[mask.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (STEP * mask.values()[i]);
    }
    return new Pixels(1, mask.height(), mask.width(), values);
  }

  @Test
  void withoutAnyTheImageIsNormalisedAndNothingElse() {
    Pixels image = new Pixels(3, 1, 2, new byte[] {0, 51, 102, (byte) 153, (byte) 204, (byte) 255});
    Normalization normalization =
        new Normalization(List.of(0.5, 0.25, 0.0), List.of(0.5, 0.25, 2.0));

    Example example =
        new Preprocessor(Preprocessing.NONE, normalization).classified("i", image, 3, 0);

    assertThat(example.image())
        .containsExactly(new float[] {-1, -0.6f, 0.6f, 1.4f, 0.4f, 0.5f}, within(1e-6f));
    assertThat(example.target()).containsExactly(3);
  }

  @Test
  void validationScalesTheShorterSideAndTakesTheMiddle() {
    Preprocessing half = new Preprocessing(false, of(0), of(2), 0, false, false, false, false);

    Example example = example(half, ramp(4, 8), 0);

    assertThat(example.height()).isEqualTo(2);
    assertThat(example.width()).isEqualTo(2);
    // Means of 2 x 2 pixels: columns 2 to 5 of rows 0 to 3, which hold 8 row + column.
    assertThat(example.image()).containsExactly(6.5f, 8.5f, 22.5f, 24.5f);
    assertThat(example(half, ramp(4, 8), 1).image()).isEqualTo(example.image());
  }

  @Test
  void enlargingInterpolatesBetweenCentresAndKeepsTheBorder() {
    Pixels mask = new Pixels(1, 1, 2, new byte[] {0, 5});

    Example example =
        new Preprocessor(augmented(4, 0), AS_STORED)
            .segmented("i", new Pixels(1, 1, 2, new byte[] {0, 100}), mask, LABELS, 0);

    assertThat(example.height()).isEqualTo(2);
    assertThat(example.image()).containsExactly(0, 25, 75, 100, 0, 25, 75, 100);
    assertThat(example.target()).containsExactly(0, 0, 5, 5, 0, 0, 5, 5);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
  void imageAndMaskStayTogether_forSeed(long seed) {
    Preprocessing all = new Preprocessing(true, of(60), of(48), 3, true, true, true, false);
    Pixels mask = mask(40, 56);

    Example example =
        new Preprocessor(all, AS_STORED).segmented("i", coloured(mask), mask, LABELS, seed);

    int[] targets = example.target();
    int compared = 0;
    for (int y = 1; y < 47; y++) {
      for (int x = 1; x < 47; x++) {
        int at = y * 48 + x;
        if (targets[at] == IGNORED) {
          assertThat(example.image()[at]).isZero();
        } else if (uniform(targets, at)) {
          assertThat(example.image()[at]).isCloseTo(STEP * targets[at], within(STEP / 10f));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(100);
  }

  /** Whether all pixels around one have its class. */
  private static boolean uniform(int[] targets, int at) {
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        if (targets[at + dy * 48 + dx] != targets[at]) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  void anImageSmallerThanTheCropIsPaddedToTheRightAndBelowAndItsMaskIgnoredThere() {
    Pixels mask = new Pixels(1, 2, 2, new byte[] {1, 2, 3, 4});

    Example example =
        new Preprocessor(augmented(0, 3), AS_STORED)
            .segmented("i", coloured(mask), mask, LABELS, 0);

    assertThat(example.image()).containsExactly(40, 80, 0, 120, 160, 0, 0, 0, 0);
    assertThat(example.target())
        .containsExactly(1, 2, IGNORED, 3, 4, IGNORED, IGNORED, IGNORED, IGNORED);
  }

  @Test
  void cropsOfAPaddedImageComeFromEveryPlace() {
    Preprocessing crop = new Preprocessing(true, of(0), of(3), 1, false, false, false, false);
    Set<Float> middles = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      middles.add(example(crop, ramp(3, 3), seed).image()[4]);
    }

    assertThat(middles).containsExactlyInAnyOrder(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f);
  }

  @Test
  void aboutHalfOfTheImagesAreMirrored() {
    Preprocessing flip = new Preprocessing(true, of(0), of(0), 0, false, false, true, false);
    int mirrored = 0;
    for (int seed = 0; seed < 400; seed++) {
      float[] image = example(flip, ramp(1, 3), seed).image();
      assertThat(image).containsExactly(image[0], 1, 2 - image[0]);
      mirrored += image[0] == 2 ? 1 : 0;
    }

    assertThat(mirrored).isBetween(150, 250);
  }

  @Test
  void theLongerSideIsDrawnFromHalfToTwiceTheBaseSizeAndTheShorterFollows() {
    Preprocessing scale = new Preprocessing(true, of(20), of(0), 0, true, false, false, false);
    Set<Integer> sizes = new HashSet<>();
    for (int seed = 0; seed < 1000; seed++) {
      Example example = example(scale, ramp(10, 20), seed);
      assertThat(example.height()).isEqualTo((example.width() + 1) / 2);
      sizes.add(example.width());
    }

    assertThat(sizes).hasSize(31).contains(10, 40);
  }

  @Test
  void turningLeavesTheMiddleAndMovesTheRestByTenDegreesAtMost() {
    Preprocessing rotate = new Preprocessing(true, of(0), of(0), 0, false, true, false, false);
    byte[] values = new byte[101 * 101];
    values[50 * 101 + 50] = (byte) 200;
    int right = 50 * 101 + 90;
    values[right] = 100;
    int moved = 0;
    for (int seed = 0; seed < 50; seed++) {
      float[] image = example(rotate, new Pixels(1, 101, 101, values), seed).image();

      assertThat(image[50 * 101 + 50]).isCloseTo(200, within(1e-3f));
      double degrees = Math.toDegrees(Math.atan2(centreOfRow(image) - 50, 40));
      assertThat(Math.abs(degrees)).isLessThan(10.5);
      moved += Math.abs(degrees) > 5 ? 1 : 0;
    }
    assertThat(moved).isGreaterThan(10);
  }

  /** The mean row of what lies in the right quarter. */
  private static double centreOfRow(float[] image) {
    double sum = 0;
    double weighted = 0;
    for (int y = 0; y < 101; y++) {
      for (int x = 75; x < 101; x++) {
        sum += image[y * 101 + x];
        weighted += y * image[y * 101 + x];
      }
    }
    return weighted / sum;
  }

  @Test
  void aBlurIsTheProductOfTwoGaussians() {
    float[] impulse = new float[2 * 25];
    impulse[12] = 1;
    double edge = Math.exp(-1 / (2 * 0.64));
    double sum = 1 + 2 * edge;

    float[] blurred = new GaussianBlur(0.8).applied(impulse, 2, 5, 5);

    assertThat(blurred[12]).isCloseTo((float) (1 / (sum * sum)), within(1e-6f));
    assertThat(blurred[11]).isCloseTo((float) (edge / (sum * sum)), within(1e-6f));
    assertThat(blurred[6]).isCloseTo((float) (edge * edge / (sum * sum)), within(1e-6f));
    assertThat(blurred[10]).isZero();
    assertThat(blurred[25 + 12]).isZero();
  }

  @Test
  void aBlurMirrorsAtTheBorderAndKeepsWhatIsPlain() {
    double edge = Math.exp(-1 / (2 * 0.64)) / (1 + 2 * Math.exp(-1 / (2 * 0.64)));

    float[] blurred = new GaussianBlur(0.8).applied(new float[] {0, 1, 0, 0}, 1, 1, 4);

    assertThat(blurred[0]).as("pixel 1 on both sides").isCloseTo((float) (2 * edge), within(1e-6f));
    assertThat(new GaussianBlur(0.8).applied(new float[] {3}, 1, 1, 1)[0])
        .isCloseTo(3, within(1e-6f));
    assertThat(new GaussianBlur(0.3).applied(new float[] {3, 4}, 1, 1, 2)).containsExactly(3, 4);
  }

  @Test
  void theSeedDecidesEverything() {
    Preprocessing all = new Preprocessing(true, of(30), of(24), 2, true, true, true, true);

    assertThat(example(all, ramp(20, 30), 5).image())
        .isEqualTo(example(all, ramp(20, 30), 5).image())
        .isNotEqualTo(example(all, ramp(20, 30), 6).image());
  }
}
