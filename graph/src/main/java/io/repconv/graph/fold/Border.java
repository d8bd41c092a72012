package io.repconv.graph.fold;

import io.repconv.graph.Value;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * What a window sees where it reads outside its input's domain, and the proof that an earlier form,
 * continued there, shows it just that.
 *
 * @param extension how the window itself continues its input; {@link Extension#ZERO} stands for
 *     {@code fill}
 * @param fill the value seen, per channel; empty for zero in every channel
 * @param stored whether the fill is a number from a file, rounded there, rather than a zero the
 *     operator defines
 */
record Border(Extension extension, Fill fill, boolean stored) {
  static final Border ZERO = new Border(Extension.ZERO, new Fill(new double[0]), false);

  /** A number per channel. */
  static final class Fill {
    private final double[] values;

    Fill(double[] values) {
      this.values = values;
    }

    double at(int channel) {
      return values.length == 0 ? 0 : values[channel];
    }
  }

  /**
   * A stored fill may differ from the constant it stands for by the rounding it went through,
   * relative to the largest.
   */
  private static final double STORED_TOLERANCE = 1e-6;

  /** And by no more than this many units in the last place of float32 of the row's absolute sum. */
  private static final double STORED_ULPS = 4;

  /** Roundings of a few operations in double, relative to the row's absolute sum. */
  private static final double COMPUTED_TOLERANCE = 16 * 0x1p-53;

  /**
   * Shows that {@code before}, continued outside its domain, is what this border shows to {@code
   * window}.
   *
   * <p>Where the window stays inside, nothing is to be shown. Outside, a form is its bias wherever
   * all its taps miss the base. At the nearest position before the domain, -1, the taps lie at
   * {@code u - stride}: they miss if max(u) < stride; farther positions follow. At the nearest
   * behind, {@code size_out >= (size + span + 1) / stride}, they lie at {@code size + span + 1 + u}
   * or later: they miss if {@code span + 1 + min(u) >= 0}.
   *
   * @param seen whether the window sees this channel outside; what it does not see may be anything
   * @return how the composed form continues the base
   * @throws NotOneConvolution where it cannot be shown for every size
   */
  Extension prove(
      Form before, Form window, IntPredicate seen, Value between, LinearStep.Constants constants)
      throws NotOneConvolution {
    if (!window.readsOutside()) {
      return before.extension();
    }
    if (extension != Extension.ZERO) {
      if (!before.isPointwise()) {
        throw new NotOneConvolution(
            "padding by reflection or replication commutes with pointwise maps only; what lies before it has a larger window");
      }
      return extension;
    }
    if (before.extension().meet(Extension.ZERO) == null) {
      throw new NotOneConvolution(
          "zero padding around a padding by reflection or replication is no extension of one kind");
    }
    for (int axis = 0; axis < before.axes(); axis++) {
      requireMiss(before, window, axis);
    }
    requireEqual(constants.bias(between, before.base()), seen, before, between, constants);
    return Extension.ZERO;
  }

  private static void requireMiss(Form before, Form window, int axis) throws NotOneConvolution {
    boolean beginning =
        window.readsBefore(axis) && before.offsets().max(axis) >= before.stride()[axis];
    boolean end =
        window.readsBehind(axis) && before.span()[axis] + 1 + before.offsets().min(axis) < 0;
    if (beginning || end) {
      throw new NotOneConvolution(
          "padding after a window that overlaps the border: continued outside, the earlier map is not constant there");
    }
  }

  private void requireEqual(
      double[] bias, IntPredicate seen, Form before, Value between, LinearStep.Constants constants)
      throws NotOneConvolution {
    double largest = Arrays.stream(bias).map(Math::abs).max().orElse(0);
    double[] sums = null;
    for (int c = 0; c < bias.length; c++) {
      double difference = Math.abs(fill.at(c) - bias[c]);
      if (difference == 0) {
        continue;
      }
      if (sums == null) {
        sums = constants.absoluteSums(between, before.base());
      }
      boolean computed = difference <= COMPUTED_TOLERANCE * sums[c];
      boolean rounded =
          stored
              && difference <= STORED_TOLERANCE * largest
              && difference <= STORED_ULPS * Math.ulp((float) sums[c]);
      if (!computed && !rounded && seen.test(c)) {
        throw new NotOneConvolution(
            "the border of channel %d is filled with %s, but the earlier map continued outside is %s there (its bias)"
                .formatted(c, number(fill.at(c)), number(bias[c])));
      }
    }
  }

  private static String number(double value) {
    return value == 0 ? "0" : String.format(java.util.Locale.ROOT, "%.7g", value);
  }

  /** How far the fill of a channel is from the constant it stands for. */
  double deviation(int channel, double bias) {
    return extension == Extension.ZERO ? Math.abs(fill.at(channel) - bias) : 0;
  }
}
