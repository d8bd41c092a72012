package io.repconv.graph.op;

/** The error function. */
final class Erf {
  /** From here on erf(x) differs from 1 by less than half an ulp. */
  private static final double SATURATED = 6;

  private Erf() {}

  /**
   * erf(x) by a series without cancellation (Abramowitz and Stegun, Handbook of Mathematical
   * Functions, 7.1.6):
   *
   * <pre>
   * erf(x) = 2/sqrt(pi) * exp(-x^2) * sum over n of 2^n x^(2n+1) / (1 * 3 * … * (2n+1))
   * </pre>
   */
  static double of(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    if (Math.abs(x) >= SATURATED) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.abs(sum) * 0x1p-54; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
