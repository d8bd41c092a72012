package io.repconv.runtime.train;

/**
 * Which epoch is the best.
 *
 * @param metric its name in {@link EpochReport#metrics}
 * @param largest whether more of it is better
 */
public record Monitor(String metric, boolean largest) {
  boolean isBetter(double value, double best) {
    return Double.isNaN(best) || (largest ? value > best : value < best);
  }
}
