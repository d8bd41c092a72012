package io.repconv.graph.op;

/**
 * A tensor's elements as rows: the elements along some axes, taken together, are one row, and there
 * is one row for each position of the other axes.
 */
final class Rows {
  private final View toRows;
  private final View fromRows;
  private final int length;
  private final int count;

  private Rows(View toRows, View fromRows, int length, int count) {
    this.toRows = toRows;
    this.fromRows = fromRows;
    this.length = length;
    this.count = count;
  }

  /** Rows along these axes, in the axes' order. */
  static Rows along(long[] dims, int... axes) {
    int[] order = new int[dims.length];
    int[] back = new int[dims.length];
    int at = 0;
    int count = 1;
    int length = 1;
    for (int axis = 0; axis < dims.length; axis++) {
      if (!Axes.contains(axes, axis)) {
        order[at++] = axis;
        count *= (int) dims[axis];
      }
    }
    for (int axis : axes) {
      order[at++] = axis;
      length *= (int) dims[axis];
    }
    long[] moved = new long[dims.length];
    for (int i = 0; i < order.length; i++) {
      moved[i] = dims[order[i]];
      back[order[i]] = i;
    }
    return new Rows(View.of(dims).permute(order), View.of(moved).permute(back), length, count);
  }

  int length() {
    return length;
  }

  int count() {
    return count;
  }

  /** Row after row. */
  double[] read(double[] values) {
    return toRows.read(values);
  }

  long[] read(long[] values) {
    return toRows.read(values);
  }

  /** Rows put back to where {@link #read} took them from. */
  double[] restore(double[] rows) {
    return fromRows.read(rows);
  }

  long[] restore(long[] rows) {
    return fromRows.read(rows);
  }
}
