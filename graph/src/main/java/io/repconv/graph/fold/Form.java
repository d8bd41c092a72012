package io.repconv.graph.fold;

import io.repconv.graph.Value;

/**
 * The shape of a linear map from {@code base} to a value, without its numbers:
 *
 * <pre>
 * y[o, i] = b[o] + sum over c, u of K[o, c, u] * x~[c, stride*i + u]      u in offsets, c in reach(o)
 * </pre>
 *
 * with x~ the base continued by {@code extension}, and the domain along each axis
 *
 * <pre>
 * size_out = floor((size + span) / stride) + 1
 * </pre>
 *
 * for every size of the base. (A convolution with pads p, q and effective kernel e has span p + q -
 * e.)
 *
 * @param weighted whether a convolution or a pooling is in it: scales and shifts alone are no
 *     convolution worth writing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Form(
    Value base,
    boolean weighted,
    Extension extension,
    int[] stride,
    int[] span,
    Offsets offsets,
    Reach reach) {

  /** The base as a form of itself. */
  static Form identity(Value base, int axes, int channels) {
    int[] stride = new int[axes];
    int[] span = new int[axes];
    java.util.Arrays.fill(stride, 1);
    java.util.Arrays.fill(span, -1);
    return new Form(
        base,
        false,
        Extension.UNREAD,
        stride,
        span,
        Offsets.origin(axes),
        Reach.identity(channels));
  }

  int axes() {
    return stride.length;
  }

  boolean readsBefore(int axis) {
    return offsets.min(axis) < 0;
  }

  /**
   * Whether, for some size, the last output reads behind the base: stride*(size_out - 1) <= size +
   * span.
   */
  boolean readsBehind(int axis) {
    return span[axis] + offsets.max(axis) + 1 > 0;
  }

  boolean readsOutside() {
    for (int axis = 0; axis < axes(); axis++) {
      if (readsBefore(axis) || readsBehind(axis)) {
        return true;
      }
    }
    return false;
  }

  /** One tap at the origin, the same domain: a map of channels alone. */
  boolean isPointwise() {
    for (int axis = 0; axis < axes(); axis++) {
      if (stride[axis] != 1 || span[axis] != -1) {
        return false;
      }
    }
    return offsets.isOrigin();
  }

  Form with(Reach changed) {
    return new Form(base, weighted, extension, stride, span, offsets, changed);
  }

  Form unread() {
    return new Form(base, weighted, Extension.UNREAD, stride, span, offsets, reach);
  }

  /**
   * The smallest kernel written for this form, along one axis: offsets from the first to the last
   * tap, and their step.
   */
  Extent extent(int axis) {
    // The box is grown with zeros where a tap behind the origin or a wide domain would need a
    // negative pad.
    int first = Math.min(0, offsets.min(axis));
    int last = Math.max(offsets.max(axis), -(span[axis] + 1));
    int step = 0;
    for (int i = 0; i < offsets.size(); i++) {
      step = gcd(step, offsets.at(i, axis) - first);
    }
    // A step that is there already stays: the box may end behind `last`, which only lengthens the
    // pad.
    if (step == 0) {
      step = last - first;
    }
    if (step == 0) {
      return new Extent(first, 1, 1);
    }
    int taps = (last - first + step - 1) / step + 1;
    return new Extent(first, step, taps);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? Math.abs(a) : gcd(b, a % b);
  }

  /**
   * A kernel along one axis.
   *
   * @param first offset of the first tap, never positive
   * @param step the dilation
   */
  record Extent(int first, int step, int taps) {
    int last() {
      return first + step * (taps - 1);
    }
  }

  /** Taps of the dense kernel that holds every offset. */
  long taps() {
    long taps = 1;
    for (int axis = 0; axis < axes(); axis++) {
      taps *= extent(axis).taps();
    }
    return taps;
  }
}
