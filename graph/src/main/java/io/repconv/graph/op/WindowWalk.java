package io.repconv.graph.op;

import java.util.ArrayList;
import java.util.Arrays;
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
   * Neighbouring output positions whose tap lies inside the input.
   *
   * @param output the first of them
   * @param input the input position under it; those under the others follow at the last stride
   * @param count how many there are
   */
  record Run(int output, int input, int count) {}

  /** All output positions over which a tap lies inside the input. */
  List<Run> runs(int tap) {
    int last = out.length - 1;
    int[] offset = offsets(tap);
    int low = firstInside(offset[last], last);
    int high = Math.min(out[last], pastInside(offset[last], last));
    int rows = outputPositions() / Math.max(1, out[last]);
    List<Run> runs = new ArrayList<>();
    for (int row = 0; row < rows && low < high; row++) {
      int base = rowBase(row, offset);
      if (base >= 0) {
        int input = base * in[last] + offset[last] + low * stride[last];
        runs.add(new Run(row * out[last] + low, input, high - low));
      }
    }
    return runs;
  }

  /** For each output position the input position under a tap, -1 where it lies outside. */
  int[] inputsUnder(int tap) {
    int[] under = new int[outputPositions()];
    Arrays.fill(under, -1);
    int step = stride[stride.length - 1];
    for (Run run : runs(tap)) {
      for (int q = 0; q < run.count; q++) {
        under[run.output + q] = run.input + q * step;
      }
    }
    return under;
  }

  /** y[to + p] += weight * x[from + the input position under p] for every p of a run. */
  void add(Run run, double weight, double[] x, int from, double[] y, int to) {
    int source = from + run.input;
    int target = to + run.output;
    int step = stride[stride.length - 1];
    for (int q = 0; q < run.count; q++) {
      y[target + q] += weight * x[source + q * step];
    }
  }

  /** {@link #add} for every output position that a tap lies over. */
  void addTap(int tap, double weight, double[] x, int from, double[] y, int to) {
    for (Run run : runs(tap)) {
      add(run, weight, x, from, y, to);
    }
  }

  /**
   * The transpose of {@link #addTap}: y[to + the input position under p] += weight * x[from + p]
   * for every output position p that a tap lies over.
   */
  void spreadTap(int tap, double weight, double[] x, int from, double[] y, int to) {
    int step = stride[stride.length - 1];
    for (Run run : runs(tap)) {
      for (int q = 0; q < run.count; q++) {
        y[to + run.input + q * step] += weight * x[from + run.output + q];
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
