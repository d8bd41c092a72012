package io.repconv.graph.certificate;

import io.repconv.graph.Tensor;
import io.repconv.graph.certificate.Certificate.Run;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a region and its fold gave for one input.
 *
 * @param folded null where the fold could not be run
 * @param error why it could not
 */
record Outcome(Run run, Tensor original, @Nullable Tensor folded, String error) {

  /**
   * How far the fold is from the region.
   *
   * @param absolute the largest difference
   * @param text the element where it is, as the end of a sentence
   */
  record Difference(double absolute, String text) {}

  double largest() {
    return Arrays.stream(original.doubles()).map(Math::abs).reduce(0, Math::max);
  }

  Difference difference() {
    if (folded == null) {
      return new Difference(Double.POSITIVE_INFINITY, "cannot be run: " + error);
    }
    if (!Arrays.equals(original.dims(), folded.dims())) {
      return new Difference(
          Double.POSITIVE_INFINITY,
          "gives %s instead of %s".formatted(folded.shape(), original.shape()));
    }
    double[] expected = original.doubles();
    double[] actual = folded.doubles();
    int worst = 0;
    double most = 0;
    for (int i = 0; i < expected.length; i++) {
      double off = expected[i] == actual[i] ? 0 : Math.abs(expected[i] - actual[i]);
      if (!(off <= most)) {
        worst = i;
        most = Double.isNaN(off) ? Double.POSITIVE_INFINITY : off;
      }
    }
    return new Difference(
        most,
        "gives %s instead of %s at %s"
            .formatted(actual[worst], expected[worst], original.position(worst)));
  }
}
