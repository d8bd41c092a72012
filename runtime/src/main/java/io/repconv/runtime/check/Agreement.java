package io.repconv.runtime.check;

import io.repconv.graph.Tensor;

/**
 * Whether a tensor is what it should be, without knowing how its values came about.
 *
 * @param agrees whether it is
 * @param error the largest difference as a part of the largest expected value; of integers, the
 *     part that differs
 * @param difference what is different, in words
 * @param allowed what may be, in words
 */
public record Agreement(boolean agrees, double error, String difference, String allowed) {
  /** The part of the integers that may differ: of two scores that nearly tie, either may win. */
  private static final double INTEGERS = 1e-3;

  /**
   * Compares a tensor with the expected one.
   *
   * @param tolerance what a floating value may be off, as a part of the largest
   */
  public static Agreement of(Tensor expected, Tensor actual, double tolerance) {
    if (!expected.shape().equals(actual.shape())) {
      return new Agreement(
          false, Double.POSITIVE_INFINITY, "shape " + actual.shape(), "shape " + expected.shape());
    }
    if (expected.size() == 0) {
      return new Agreement(true, 0, "nothing", "nothing");
    }
    return expected.type().isFloating()
        ? ofNumbers(expected, actual, tolerance)
        : ofIntegers(expected, actual);
  }

  private static Agreement ofNumbers(Tensor expected, Tensor actual, double tolerance) {
    double scale = Math.max(ErrorStatistics.largest(expected), Double.MIN_NORMAL);
    double error = ErrorStatistics.of(expected, actual, scale).relativeMax();
    return new Agreement(
        error <= tolerance,
        error,
        "off by %.2e of its largest value".formatted(error),
        "at most %.2e".formatted(tolerance));
  }

  private static Agreement ofIntegers(Tensor expected, Tensor actual) {
    double[] ours = expected.doubles();
    double[] theirs = actual.doubles();
    long differing = 0;
    for (int i = 0; i < ours.length; i++) {
      differing += ours[i] == theirs[i] ? 0 : 1;
    }
    return new Agreement(
        differing <= INTEGERS * ours.length,
        (double) differing / ours.length,
        "different at %d of %d positions".formatted(differing, ours.length),
        "at most 1 of 1000, where two scores nearly tie");
  }
}
