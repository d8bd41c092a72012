package io.repconv.runtime.bench;

import java.util.Arrays;

/**
 * The middle of measured numbers: a quarter of them is below {@code first}, half below {@code
 * median}, a quarter above {@code third}. Between two numbers it interpolates linearly (type 7 of
 * Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996).
 */
public record Quartiles(double first, double median, double third) {
  static Quartiles of(double[] measured) {
    double[] sorted = measured.clone();
    Arrays.sort(sorted);
    return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  private static double at(double[] sorted, double part) {
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** How far the quartiles are apart, as a part of the median. */
  public double relativeSpread() {
    return (third - first) / median;
  }
}
