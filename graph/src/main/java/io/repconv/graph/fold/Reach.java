package io.repconv.graph.fold;

import java.util.Arrays;

/**
 * For each output channel of a kernel an interval that holds every input channel it depends on;
 * empty intervals have {@code high < low}. What groups a kernel has follows from it.
 */
final class Reach {
  private final int inputs;
  private final int[] low;
  private final int[] high;

  Reach(int inputs, int[] low, int[] high) {
    this.inputs = inputs;
    this.low = low;
    this.high = high;
  }

  /** Each channel depends on itself. */
  static Reach identity(int channels) {
    int[] self = new int[channels];
    Arrays.setAll(self, i -> i);
    return new Reach(channels, self, self);
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return low.length;
  }

  /** The reach of {@code next} applied to this. */
  Reach then(Reach next) {
    int[] lows = new int[next.outputs()];
    int[] highs = new int[next.outputs()];
    for (int o = 0; o < lows.length; o++) {
      boolean same = o > 0 && next.low[o] == next.low[o - 1] && next.high[o] == next.high[o - 1];
      if (same) {
        lows[o] = lows[o - 1];
        highs[o] = highs[o - 1];
      } else {
        lows[o] = Integer.MAX_VALUE;
        highs[o] = -1;
        for (int c = next.low[o]; c <= next.high[o]; c++) {
          lows[o] = Math.min(lows[o], low[c]);
          highs[o] = Math.max(highs[o], high[c]);
        }
      }
    }
    return new Reach(inputs, lows, highs);
  }

  /** The hull of two kernels' reaches, channel by channel. */
  Reach union(Reach other) {
    int[] lows = new int[low.length];
    int[] highs = new int[low.length];
    for (int o = 0; o < low.length; o++) {
      lows[o] = Math.min(low[o], other.low[o]);
      highs[o] = Math.max(high[o], other.high[o]);
    }
    return new Reach(inputs, lows, highs);
  }

  /** The rows of this, then those of the other. */
  Reach stack(Reach other) {
    int[] lows = Arrays.copyOf(low, low.length + other.low.length);
    int[] highs = Arrays.copyOf(high, high.length + other.high.length);
    System.arraycopy(other.low, 0, lows, low.length, other.low.length);
    System.arraycopy(other.high, 0, highs, high.length, other.high.length);
    return new Reach(inputs, lows, highs);
  }

  Reach rows(int[] rows) {
    return new Reach(
        inputs,
        Arrays.stream(rows).map(r -> low[r]).toArray(),
        Arrays.stream(rows).map(r -> high[r]).toArray());
  }

  /**
   * The largest count of equal groups, of inputs and outputs alike, that every interval respects.
   */
  int groups() {
    for (int groups = Math.min(inputs, outputs()); groups > 1; groups--) {
      if (inputs % groups == 0 && outputs() % groups == 0 && respects(groups)) {
        return groups;
      }
    }
    return 1;
  }

  private boolean respects(int groups) {
    int groupInputs = inputs / groups;
    int groupOutputs = outputs() / groups;
    for (int o = 0; o < low.length; o++) {
      int first = o / groupOutputs * groupInputs;
      if (high[o] >= low[o] && (low[o] < first || high[o] >= first + groupInputs)) {
        return false;
      }
    }
    return true;
  }
}
