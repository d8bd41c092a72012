package io.repconv.runtime.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * How many values lie how far from what was expected, relative to a scale s. With d = |actual -
 * expected|, bin k counts {@code 2^(LEAST + k) <= d / s < 2^(LEAST + k + 1)}; the first bin also
 * counts what is smaller, the last what is larger or not finite.
 *
 * @param equal how many have d = 0
 * @param counts one for each of {@link #BINS} bins
 */
public record ErrorHistogram(long equal, List<Long> counts) {
  /** The first bin starts at 2 to this power. */
  public static final int LEAST = -40;

  /** The last bin starts at 2^3: at eight times the scale. */
  public static final int BINS = 44;

  public static final ErrorHistogram EMPTY = new ErrorHistogram(0, Collections.nCopies(BINS, 0L));

  public ErrorHistogram {
    counts = List.copyOf(counts);
    if (counts.size() != BINS) {
      throw new IllegalArgumentException(counts.size() + " bins");
    }
  }

  static ErrorHistogram of(double[] distances, double scale) {
    long[] counts = new long[BINS];
    long equal = 0;
    for (double distance : distances) {
      if (distance == 0) {
        equal++;
      } else {
        int exponent = Math.getExponent(distance / scale);
        counts[Math.max(0, Math.min(BINS - 1, exponent - LEAST))]++;
      }
    }
    return new ErrorHistogram(equal, Arrays.stream(counts).boxed().toList());
  }

  /** The counts of both. */
  public ErrorHistogram plus(ErrorHistogram other) {
    List<Long> sum = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      sum.add(counts.get(i) + other.counts.get(i));
    }
    return new ErrorHistogram(equal + other.equal, sum);
  }
}
