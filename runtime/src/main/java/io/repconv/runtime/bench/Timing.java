package io.repconv.runtime.bench;

/**
 * What was measured of one model.
 *
 * @param runtime what executed it
 * @param seconds of a run, over all rounds
 * @param ratio of the time of a run to that of the first model in the same round, over all rounds;
 *     1 for the first model itself
 */
public record Timing(String name, String runtime, Quartiles seconds, Quartiles ratio) {
  private static final double NOISY = 0.1;

  /** Whether so much disturbed the runs that small differences say nothing. */
  public boolean isNoisy() {
    return seconds.relativeSpread() > NOISY;
  }
}
