package io.repconv.graph.fold.family;

import java.util.List;
import java.util.stream.Stream;

/**
 * The branches of a linear region.
 *
 * @param before layers in front of all branches
 * @param branches a single one where nothing is joined; none where there are more than {@link
 *     #MOST_BRANCHES}
 * @param after layers behind the last join
 */
public record Block(List<Layer> before, List<Branch> branches, Join join, List<Layer> after) {
  /** More branches than this are no block of a network. */
  public static final int MOST_BRANCHES = 64;

  /** How branches are joined. */
  public enum Join {
    NONE,
    /** All of them are added or subtracted. */
    SUM,
    /** Branches, or sums of some, are concatenated. */
    CONCATENATION,
    /** Concatenations are added. */
    SUM_OF_CONCATENATIONS;

    /**
     * This join seen from one that follows.
     *
     * @param concatenates whether that one concatenates, else it adds
     */
    public Join within(boolean concatenates) {
      if (concatenates) {
        return CONCATENATION;
      }
      return this == NONE || this == SUM ? SUM : SUM_OF_CONCATENATIONS;
    }
  }

  /** Whether all its convolutions and poolings lie on its branches. */
  boolean isBare() {
    return Stream.concat(before.stream(), after.stream()).noneMatch(Layer::isWindow);
  }
}
