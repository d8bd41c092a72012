package io.repconv.graph.fold.family;

import java.util.Optional;

/**
 * The fixed 3x3 filters of an edge-oriented block: the first derivatives (Sobel) and the second
 * (Laplace).
 */
public enum EdgeMask {
  SOBEL_X("Sobel-x"),
  SOBEL_Y("Sobel-y"),
  LAPLACE("Laplace");

  /** What float32 leaves of a product of a scale and a mask, relative to the largest weight. */
  private static final double ROUNDING = 1e-6;

  private final String title;

  EdgeMask(String title) {
    this.title = title;
  }

  /** A row after the other. */
  private int[] taps() {
    return switch (this) {
      case SOBEL_X -> new int[] {1, 0, -1, 2, 0, -2, 1, 0, -1};
      case SOBEL_Y -> new int[] {1, 2, 1, 0, 0, 0, -1, -2, -1};
      case LAPLACE -> new int[] {0, 1, 0, 1, -4, 1, 0, 1, 0};
    };
  }

  public String title() {
    return title;
  }

  /**
   * The mask that every channel of a depthwise 3x3 kernel is a multiple of.
   *
   * @param weights 9 numbers for each channel, a row after the other
   */
  public static Optional<EdgeMask> of(double[] weights) {
    for (EdgeMask mask : values()) {
      if (mask.fits(weights)) {
        return Optional.of(mask);
      }
    }
    return Optional.empty();
  }

  private boolean fits(double[] weights) {
    int[] taps = taps();
    double largest = 0;
    double rest = 0;
    double norm = 0;
    for (int tap : taps) {
      norm += tap * tap;
    }
    for (int channel = 0; channel < weights.length; channel += taps.length) {
      double product = 0;
      for (int t = 0; t < taps.length; t++) {
        product += weights[channel + t] * taps[t];
      }
      for (int t = 0; t < taps.length; t++) {
        double weight = weights[channel + t];
        largest = Math.max(largest, Math.abs(weight));
        rest = Math.max(rest, Math.abs(weight - product / norm * taps[t]));
      }
    }
    return largest > 0 && rest <= ROUNDING * largest;
  }
}
