package io.repconv.runtime.check;

import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import org.jspecify.annotations.Nullable;

/** A value that differs by more than the floor; what rounding does to it is added later. */
final class ValueDifference {
  /** How many times what a random rounding of all weights does may be a rounding's work. */
  private static final double ROUNDINGS = 16;

  private final Node node;
  private final Value value;
  private final Value counterpart;
  private final Tensor expected;
  private final Tensor actual;
  private final Channels channels;
  private final double[] largest;
  private final double[] rounding;

  ValueDifference(Node node, Value value, Value counterpart, Tensor expected, Tensor actual) {
    this.node = node;
    this.value = value;
    this.counterpart = counterpart;
    this.expected = expected;
    this.actual = actual;
    this.channels = new Channels(expected);
    this.largest = channels.largest(expected.doubles());
    this.rounding = new double[largest.length];
  }

  /** Takes note of what rounding errors in the weights did to the value. */
  void addRounding(Tensor exact, Tensor rounded) {
    double[] change = channels.largestDifference(exact.doubles(), rounded.doubles());
    for (int c = 0; c < change.length; c++) {
      rounding[c] = Math.max(rounding[c], change[c]);
    }
  }

  Tensor actual() {
    return actual;
  }

  /**
   * What speaks against the deployed network; null where rounding explains it.
   *
   * @param floor what a channel may be off by, whatever the rounding
   */
  @Nullable Deviation deviation(String sample, double floor) {
    double[] e = expected.doubles();
    double[] a = actual.doubles();
    double most = 0;
    int worst = -1;
    for (int i = 0; i < e.length; i++) {
      int c = channels.of(i);
      double d = ErrorStatistics.distance(e[i], a[i]);
      double excess = d / (floor * channels.scale(largest, c) + ROUNDINGS * rounding[c]);
      if (excess > Math.max(1, most)) {
        most = excess;
        worst = i;
      }
    }
    if (worst < 0) {
      return null;
    }
    int c = channels.of(worst);
    double scale = channels.scale(largest, c);
    return new Deviation(
        value.name(),
        node.described(),
        counterpart.name(),
        sample,
        expected.position(worst),
        e[worst],
        a[worst],
        ErrorStatistics.distance(e[worst], a[worst]) / scale,
        floor + ROUNDINGS * rounding[c] / scale,
        TensorSummary.of(expected),
        TensorSummary.of(actual));
  }
}
