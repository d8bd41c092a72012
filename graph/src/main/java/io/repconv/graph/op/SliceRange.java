package io.repconv.graph.op;

import io.repconv.graph.Dim;
import org.jspecify.annotations.Nullable;

/**
 * The positions that a slice takes along one axis.
 *
 * @param first the first of them
 * @param step the distance between them
 * @param count how many there are
 */
record SliceRange(int first, int step, int count) {
  /** No axis is longer than this: larger ends mean "all that follows". */
  private static final long BEYOND = Integer.MAX_VALUE;

  static SliceRange of(long size, long start, long end, long step) {
    long low = step > 0 ? 0 : -1;
    long high = step > 0 ? size : size - 1;
    long from = Math.max(step > 0 ? 0 : -1, Math.min(high, start < 0 ? start + size : start));
    long to = Math.max(low, Math.min(high, end < 0 ? end + size : end));
    long span = step > 0 ? to - from : from - to;
    long width = Math.min(Math.abs(Math.max(step, -BEYOND)), BEYOND);
    long count = span <= 0 ? 0 : (span + width - 1) / width;
    return new SliceRange((int) from, (int) (step > 0 ? width : -width), (int) count);
  }

  /**
   * How many positions there are, null where no expression says it. The expression may be negative
   * for sizes at which the slice is empty.
   */
  static @Nullable Dim count(Dim size, Dim start, Dim end, long step) {
    if (size.isConstant() && start.isConstant() && end.isConstant()) {
      return Dim.of(of(size.value(), start.value(), end.value(), step).count());
    }
    return step > 0 ? forward(size, start, end, step) : backward(size, start, end, -step);
  }

  private static @Nullable Dim forward(Dim size, Dim start, Dim end, long step) {
    Dim from = fromFront(size, start);
    // Where a start lies behind the axis, or an end before it, the difference is negative, as it
    // must be; elsewhere a clamped position has to be known.
    if (from == null || !from.isAtLeast(0)) {
      return null;
    }
    Dim to = end.isConstant() && end.value() >= BEYOND ? size : fromFront(size, end);
    if (to == null) {
      return null;
    }
    if (to.minus(size).isAtLeast(0)) {
      to = size;
    } else if (!size.minus(to).isAtLeast(0)) {
      return null;
    }
    return notNegative(to.minus(from).ceilDiv(step));
  }

  private static @Nullable Dim backward(Dim size, Dim start, Dim end, long step) {
    Dim last = size.plus(-1);
    Dim from = start.isConstant() && start.value() >= BEYOND ? last : fromFront(size, start);
    if (from == null || !from.isAtLeast(0)) {
      return null;
    }
    if (from.minus(last).isAtLeast(0)) {
      from = last;
    } else if (!last.minus(from).isAtLeast(0)) {
      return null;
    }
    Dim to = end.isConstant() && end.value() <= -BEYOND ? Dim.of(-1) : fromFront(size, end);
    return to == null || !to.isAtLeast(-1) ? null : notNegative(from.minus(to).ceilDiv(step));
  }

  private static Dim notNegative(Dim count) {
    return count.isConstant() && count.value() < 0 ? Dim.of(0) : count;
  }

  /** A position counted from the front of the axis; null where its sign is not known. */
  private static @Nullable Dim fromFront(Dim size, Dim position) {
    if (position.isAtLeast(0)) {
      return position;
    }
    return position.times(-1).isAtLeast(1) ? size.plus(position) : null;
  }
}
