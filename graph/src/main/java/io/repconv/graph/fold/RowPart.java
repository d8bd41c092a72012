package io.repconv.graph.fold;

import java.util.Arrays;

/**
 * One row of a kernel as seen from one value of the region: the coefficient of each of its channels
 * at each offset of a box. Reused for row after row; only the channels that were touched are
 * cleared.
 */
final class RowPart {
  private final int channels;
  private final int[] first;
  private final int[] size;
  private final int positions;
  private final double[] values;
  private int low;
  private int high;

  /**
   * @param first the box's first offset along each axis
   * @param size its sizes
   */
  RowPart(int channels, int[] first, int[] size) {
    this.channels = channels;
    this.first = first;
    this.size = size;
    int count = 1;
    for (int along : size) {
      count = Math.multiplyExact(count, along);
    }
    this.positions = count;
    this.values = new double[Math.multiplyExact(channels, positions)];
    this.low = channels;
    this.high = -1;
  }

  void clear() {
    if (high >= low) {
      Arrays.fill(values, low * positions, (high + 1) * positions, 0);
    }
    low = channels;
    high = -1;
  }

  void touch(int from, int to) {
    low = Math.min(low, from);
    high = Math.max(high, to);
  }

  /** The first channel that may hold a coefficient. */
  int low() {
    return low;
  }

  /** The last channel that may hold a coefficient. */
  int high() {
    return high;
  }

  double[] values() {
    return values;
  }

  /** Offsets in the box. */
  int positions() {
    return positions;
  }

  int axes() {
    return size.length;
  }

  /**
   * Adds {@code factor} times channels low to high of a part over the same positions, moved by
   * {@code channelShift}.
   */
  void add(RowPart from, int channelShift, int lowChannel, int highChannel, double factor) {
    if (highChannel < lowChannel) {
      return;
    }
    touch(lowChannel + channelShift, highChannel + channelShift);
    if (covers(from)) {
      int shift = channelShift * positions;
      for (int i = lowChannel * positions; i < (highChannel + 1) * positions; i++) {
        values[i + shift] += factor * from.values[i];
      }
      return;
    }
    int[] places = places(from, ONES[axes()], new int[axes()]);
    for (int c = lowChannel; c <= highChannel; c++) {
      int source = c * from.positions;
      int target = (c + channelShift) * positions;
      for (int q = 0; q < places.length; q++) {
        if (places[q] >= 0) {
          values[target + places[q]] += factor * from.values[source + q];
        }
      }
    }
  }

  /** Whether the boxes are the same. */
  private boolean covers(RowPart other) {
    return Arrays.equals(first, other.first) && Arrays.equals(size, other.size);
  }

  private static final int[][] ONES = {{}, {1}, {1, 1}, {1, 1, 1}};

  /** For each position q of another part's box the position here of {@code stride * q + tap}. */
  int[] places(RowPart from, int[] stride, int[] tap) {
    int[] places = new int[from.positions];
    for (int q = 0; q < places.length; q++) {
      int place = 0;
      for (int axis = 0; axis < size.length; axis++) {
        int i = stride[axis] * from.offset(q, axis) + tap[axis] - first[axis];
        // An offset outside the box belongs to a tap that is zero everywhere.
        place = place < 0 || i < 0 || i >= size[axis] ? -1 : place * size[axis] + i;
      }
      places[q] = place;
    }
    return places;
  }

  /** The offset along an axis of a position in the box. */
  int offset(int position, int axis) {
    int rest = position;
    for (int later = size.length - 1; later > axis; later--) {
      rest /= size[later];
    }
    return rest % size[axis] + first[axis];
  }

  int first(int axis) {
    return first[axis];
  }

  int size(int axis) {
    return size[axis];
  }
}
