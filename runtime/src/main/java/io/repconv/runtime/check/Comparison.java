package io.repconv.runtime.check;

import io.repconv.graph.ErrorCode;
import java.util.List;

/**
 * One output of one sample, held against what was expected.
 *
 * @param position indices of the worst element
 * @param tolerance what {@link ErrorStatistics#relativeMax} may be at most
 * @param counted false where the sample is so ill-conditioned that a rounding error in its input
 *     alone exceeds the tolerance; it then says nothing
 */
public record Comparison(
    Pair pair,
    String output,
    ErrorStatistics statistics,
    List<Long> position,
    double tolerance,
    boolean counted) {

  /** What is compared with what. */
  public enum Pair {
    /** The original, in its own runtime, with the float64 interpretation of what was imported. */
    IMPORT("%s against float64", ErrorCode.IMPORT_DISAGREES),
    /** The deployed file with the float64 interpretation. */
    DEPLOYED_EXACT("deployed against float64", ErrorCode.NOT_EQUIVALENT),
    /** The deployed file with the original. */
    DEPLOYED("deployed against %s", ErrorCode.NOT_EQUIVALENT),
    /** The deployed file with outputs that the user gave. */
    GIVEN("deployed against given outputs", ErrorCode.NOT_EQUIVALENT);

    private final String text;
    private final ErrorCode code;

    Pair(String text, ErrorCode code) {
      this.text = text;
      this.code = code;
    }

    /** What a disagreement of the two means. */
    public ErrorCode code() {
      return code;
    }

    /**
     * The pair in words.
     *
     * @param reference what stands for the original
     */
    String text(String reference) {
      return text.formatted(reference);
    }

    @Override
    public String toString() {
      return text("original");
    }
  }

  /** Whether the difference is within the tolerance. */
  public boolean agrees() {
    return statistics.relativeMax() <= tolerance;
  }

  /** The difference as a part of what is allowed: 1 is just within. */
  public double used() {
    return statistics.max() == 0 ? 0 : statistics.relativeMax() / tolerance;
  }

  /** Whether this speaks against the model. */
  public boolean fails() {
    return counted && !agrees();
  }

  Comparison heldTo(double limit) {
    return new Comparison(pair, output, statistics, position, limit, counted);
  }

  Comparison discounted() {
    return new Comparison(pair, output, statistics, position, tolerance, false);
  }
}
