package io.repconv.runtime.check;

import io.repconv.graph.Tensor;

/**
 * The channels of a tensor, its slices along axis 1. Where they hold fewer than {@value
 * #LEAST_ELEMENTS} elements each, or the rank is below 2, all of it is one channel: too few
 * elements tell no magnitude.
 */
final class Channels {
  static final int LEAST_ELEMENTS = 16;

  private static final double LEAST = 0.1;

  private final int count;
  private final int inner;

  Channels(Tensor tensor) {
    int channels = tensor.rank() < 2 ? 1 : Math.toIntExact(tensor.dim(1));
    boolean pooled = channels == 0 || tensor.size() / channels < LEAST_ELEMENTS;
    this.count = pooled ? 1 : channels;
    int positions = 1;
    for (int axis = 2; axis < tensor.rank(); axis++) {
      positions *= Math.toIntExact(tensor.dim(axis));
    }
    this.inner = pooled ? Math.max(1, tensor.size()) : positions;
  }

  int of(int element) {
    return element / inner % count;
  }

  /** The largest magnitude of a finite value in each. */
  double[] largest(double[] values) {
    double[] largest = new double[count];
    for (int i = 0; i < values.length; i++) {
      double magnitude = Math.abs(values[i]);
      if (magnitude > largest[of(i)] && magnitude < Double.POSITIVE_INFINITY) {
        largest[of(i)] = magnitude;
      }
    }
    return largest;
  }

  /** The largest difference in each, infinite where one of the two alone is not finite. */
  double[] largestDifference(double[] a, double[] b) {
    double[] largest = new double[count];
    for (int i = 0; i < a.length; i++) {
      largest[of(i)] = Math.max(largest[of(i)], ErrorStatistics.distance(a[i], b[i]));
    }
    return largest;
  }

  /**
   * The magnitude that a difference in a channel is relative to: its own, but at least {@value
   * #LEAST} of the largest of all.
   */
  double scale(double[] largest, int channel) {
    double all = Double.MIN_NORMAL;
    for (double magnitude : largest) {
      all = Math.max(all, LEAST * magnitude);
    }
    return Math.max(all, largest[channel]);
  }
}
