package io.repconv.graph.op;

import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;

/** Taking and replacing elements of a tensor by their positions in row-major order. */
final class Elements {
  private Elements() {}

  /** The elements at these positions, 0 where a position is negative. */
  static Tensor pick(Tensor from, long[] dims, int[] positions) {
    return pick(from, dims, positions, Tensor.absent());
  }

  /** The elements at these positions, the one element of {@code fill} where it is negative. */
  static Tensor pick(Tensor from, long[] dims, int[] positions, Tensor fill) {
    if (from.type().isFloating()) {
      double[] values = from.doubles();
      double outside = fill.isAbsent() ? 0 : fill.item();
      double[] picked = new double[positions.length];
      for (int i = 0; i < picked.length; i++) {
        picked[i] = positions[i] < 0 ? outside : values[positions[i]];
      }
      return Tensor.of(from.type(), dims, picked);
    }
    long[] values = from.longs();
    long outside = fill.isAbsent() ? 0 : fill.longs()[0];
    long[] picked = new long[positions.length];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = positions[i] < 0 ? outside : values[positions[i]];
    }
    return Tensor.of(from.type(), dims, picked);
  }

  /** The tensor after the elements at these positions were combined with updates, in order. */
  static Tensor scatter(Tensor into, int[] positions, Tensor updates, ScatterReduction reduction) {
    if (into.type().isFloating()) {
      double[] values = into.doubles().clone();
      double[] news = updates.doubles();
      for (int i = 0; i < positions.length; i++) {
        values[positions[i]] = reduction.apply(values[positions[i]], news[i]);
      }
      return Tensor.of(into.type(), into.dims(), values);
    }
    long[] values = into.longs().clone();
    long[] news = updates.longs();
    for (int i = 0; i < positions.length; i++) {
      values[positions[i]] =
          Integers.wrap(reduction.apply(values[positions[i]], news[i]), into.type());
    }
    return Tensor.of(into.type(), into.dims(), values);
  }

  /**
   * The position of each element of a grid: element (i0, i1, …) is element {@code (onAxis[0][i0],
   * onAxis[1][i1], …)} of a tensor of these dimensions, -1 where one of these is.
   */
  static int[] grid(long[] dims, int[]... onAxis) {
    int[] positions = {0};
    for (int axis = 0; axis < dims.length; axis++) {
      int size = (int) dims[axis];
      int[] more = new int[Math.multiplyExact(positions.length, onAxis[axis].length)];
      int to = 0;
      for (int position : positions) {
        for (int at : onAxis[axis]) {
          more[to++] = position < 0 || at < 0 ? -1 : position * size + at;
        }
      }
      positions = more;
    }
    return positions;
  }

  /** An index of an axis, negative ones counted from its end. */
  static int index(long index, long size) {
    if (index < -size || index >= size) {
      throw new ShapeError("index " + index + " of an axis of size " + size, "one inside");
    }
    return (int) (index < 0 ? index + size : index);
  }
}
