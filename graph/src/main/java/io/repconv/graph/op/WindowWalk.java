package io.repconv.graph.op;

import java.util.List;

/**
 * The positions that a window visits: for each tap of the kernel and each position of the output,
 * which element of the input plane lies under the tap, if any.
 */
final class WindowWalk {
  private final int[] in;
  private final int[] kernel;
  private final int[] out;
  private final int[] stride;
  private final int[] dilation;
  private final int[] begin;

  private WindowWalk(int[] in, int[] kernel, int[] out, int[] stride, int[] dilation, int[] begin) {
    this.in = in;
    this.kernel = kernel;
    this.out = out;
    this.stride = stride;
    this.dilation = dilation;
    this.begin = begin;
  }

  /**
   * @param window with every default written out
   * @param input the dimensions of the input, batch and channels included
   */
  static WindowWalk of(Window window, long[] input, List<Integer> kernel, int[] out) {
    int axes = out.length;
    int[] in = new int[axes];
    int[] begin = new int[axes];
    for (int i = 0; i < axes; i++) {
      in[i] = Math.toIntExact(input[i + 2]);
      begin[i] = window.padsFor(i, in[i], kernel.get(i))[0];
    }
    return new WindowWalk(
        in, ints(kernel), out, ints(window.strides()), ints(window.dilations()), begin);
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int product(int[] sizes) {
    int product = 1;
    for (int size : sizes) {
      product = Math.multiplyExact(product, size);
    }
    return product;
  }

  int taps() {
    return product(kernel);
  }

  int inputPositions() {
    return product(in);
  }

  int outputPositions() {
    return product(out);
  }

  /**
   * y[to + p] += weight * x[from + the input position under the tap] for every output position p it
   * lies over.
   */
  void addTap(int tap, double weight, double[] x, int from, double[] y, int to) {
    int last = out.length - 1;
    int[] offset = offsets(tap);
    int low = firstInside(offset[last], last);
    int high = Math.min(out[last], pastInside(offset[last], last));
    int rows = outputPositions() / Math.max(1, out[last]);
    for (int row = 0; row < rows; row++) {
      int base = rowBase(row, offset);
      if (base >= 0) {
        int source = from + base * in[last] + offset[last];
        for (int q = low; q < high; q++) {
          y[to + row * out[last] + q] += weight * x[source + q * stride[last]];
        }
      }
    }
  }

  /**
   * The transpose of {@link #addTap}: y[to + the input position under the tap] += weight * x[from +
   * p] for every output position p it lies over.
   */
  void spreadTap(int tap, double weight, double[] x, int from, double[] y, int to) {
    int last = out.length - 1;
    int[] offset = offsets(tap);
    int low = firstInside(offset[last], last);
    int high = Math.min(out[last], pastInside(offset[last], last));
    int rows = outputPositions() / Math.max(1, out[last]);
    for (int row = 0; row < rows; row++) {
      int base = rowBase(row, offset);
      if (base >= 0) {
        int target = to + base * in[last] + offset[last];
        for (int q = low; q < high; q++) {
          y[target + q * stride[last]] += weight * x[from + row * out[last] + q];
        }
      }
    }
  }

  /**
   * Calls the visitor with the input position of each tap that lies inside, for one output
   * position.
   */
  void forEachTap(int position, TapVisitor visitor) {
    int taps = taps();
    for (int tap = 0; tap < taps; tap++) {
      int[] offset = offsets(tap);
      int at = 0;
      int rest = position;
      int scale = 1;
      boolean inside = true;
      for (int axis = out.length - 1; axis >= 0; axis--) {
        int i = rest % out[axis] * stride[axis] + offset[axis];
        rest /= out[axis];
        inside &= i >= 0 && i < in[axis];
        at += i * scale;
        scale *= in[axis];
      }
      if (inside) {
        visitor.visit(tap, at);
      }
    }
  }

  /** Receives a tap of the kernel and the input position under it. */
  interface TapVisitor {
    void visit(int tap, int inputPosition);
  }

  /** Where a tap lies relative to stride * position, along each axis. */
  private int[] offsets(int tap) {
    int[] offset = new int[out.length];
    int rest = tap;
    for (int axis = out.length - 1; axis >= 0; axis--) {
      offset[axis] = rest % kernel[axis] * dilation[axis] - begin[axis];
      rest /= kernel[axis];
    }
    return offset;
  }

  private int firstInside(int offset, int axis) {
    return offset >= 0 ? 0 : (-offset + stride[axis] - 1) / stride[axis];
  }

  private int pastInside(int offset, int axis) {
    int room = in[axis] - offset;
    return room <= 0 ? 0 : (room + stride[axis] - 1) / stride[axis];
  }

  /**
   * The input row (all axes but the last, flattened) under an output row, or -1 where it lies
   * outside.
   */
  private int rowBase(int row, int[] offset) {
    int base = 0;
    int scale = 1;
    int rest = row;
    for (int axis = out.length - 2; axis >= 0; axis--) {
      int i = rest % out[axis] * stride[axis] + offset[axis];
      rest /= out[axis];
      if (i < 0 || i >= in[axis]) {
        return -1;
      }
      base += i * scale;
      scale *= in[axis];
    }
    return base;
  }
}
