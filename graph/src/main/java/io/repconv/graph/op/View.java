package io.repconv.graph.op;

import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import java.util.Arrays;

/**
 * A rearrangement of an array's elements: element (i0, i1, …) lies at {@code offset + i0*strides[0]
 * + i1*strides[1] + …}. Transposing, slicing, repeating and splitting an axis change sizes, strides
 * and offset alone.
 */
final class View {
  private final int[] sizes;
  private final int[] strides;
  private final int offset;

  private View(int[] sizes, int[] strides, int offset) {
    this.sizes = sizes;
    this.strides = strides;
    this.offset = offset;
  }

  /** All elements of a row-major array, in order. */
  static View of(long... dims) {
    int[] sizes = Arrays.stream(dims).mapToInt(Math::toIntExact).toArray();
    int[] strides = new int[sizes.length];
    int stride = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride = Math.multiplyExact(stride, Math.max(1, sizes[axis]));
    }
    return new View(sizes, strides, 0);
  }

  /** Axis i of the result is axis {@code order[i]} of this. */
  View permute(int... order) {
    int[] newSizes = new int[order.length];
    int[] newStrides = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      newSizes[i] = sizes[order[i]];
      newStrides[i] = strides[order[i]];
    }
    return new View(newSizes, newStrides, offset);
  }

  /** Positions {@code start, start + step, …} of an axis. */
  View slice(int axis, int start, int step, int count) {
    int[] newSizes = sizes.clone();
    int[] newStrides = strides.clone();
    newSizes[axis] = count;
    newStrides[axis] = strides[axis] * step;
    return new View(newSizes, newStrides, count == 0 ? offset : offset + start * strides[axis]);
  }

  /** One axis as several, whose sizes multiply to its own. */
  View split(int axis, int... parts) {
    int[] newSizes = new int[sizes.length + parts.length - 1];
    int[] newStrides = new int[newSizes.length];
    System.arraycopy(sizes, 0, newSizes, 0, axis);
    System.arraycopy(strides, 0, newStrides, 0, axis);
    int stride = strides[axis];
    for (int i = parts.length - 1; i >= 0; i--) {
      newSizes[axis + i] = parts[i];
      newStrides[axis + i] = stride;
      stride *= parts[i];
    }
    int behind = sizes.length - axis - 1;
    System.arraycopy(sizes, axis + 1, newSizes, axis + parts.length, behind);
    System.arraycopy(strides, axis + 1, newStrides, axis + parts.length, behind);
    return new View(newSizes, newStrides, offset);
  }

  /** Repeated along missing leading axes and axes of size 1. */
  View broadcastTo(long... dims) {
    int missing = dims.length - sizes.length;
    int[] newSizes = Arrays.stream(dims).mapToInt(Math::toIntExact).toArray();
    int[] newStrides = new int[dims.length];
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] != 1 && sizes[axis] != dims[axis + missing]) {
        throw new ShapeError(
            "a size of " + sizes[axis] + " for one of " + dims[axis + missing], "equal sizes or 1");
      }
      newStrides[axis + missing] = sizes[axis] == 1 ? 0 : strides[axis];
    }
    return new View(newSizes, newStrides, offset);
  }

  long[] dims() {
    return Arrays.stream(sizes).asLongStream().toArray();
  }

  private int count() {
    return Math.toIntExact(Tensor.elements(dims()));
  }

  /** The elements of a row-major array in this order; the array itself where nothing moves. */
  double[] read(double[] from) {
    if (keepsOrder(from.length)) {
      return from;
    }
    double[] to = new double[count()];
    forEachRow((row, at, step, length) -> copy(from, at, step, to, row, 1, length));
    return to;
  }

  long[] read(long[] from) {
    if (keepsOrder(from.length)) {
      return from;
    }
    long[] to = new long[count()];
    forEachRow((row, at, step, length) -> copy(from, at, step, to, row, 1, length));
    return to;
  }

  /** The tensor's elements in this order, under this view's dimensions. */
  Tensor read(Tensor from) {
    return read(from, dims());
  }

  /** The tensor's elements in this order, under other dimensions. */
  Tensor read(Tensor from, long... dims) {
    return from.type().isFloating()
        ? Tensor.of(from.type(), dims, read(from.doubles()))
        : Tensor.of(from.type(), dims, read(from.longs()));
  }

  /** Puts row-major elements to their places under this view. */
  void write(double[] from, double[] to) {
    forEachRow((row, at, step, length) -> copy(from, row, 1, to, at, step, length));
  }

  void write(long[] from, long[] to) {
    forEachRow((row, at, step, length) -> copy(from, row, 1, to, at, step, length));
  }

  private static void copy(
      double[] from, int start, int step, double[] to, int toStart, int toStep, int length) {
    if (step == 1 && toStep == 1) {
      System.arraycopy(from, start, to, toStart, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      to[toStart + i * toStep] = from[start + i * step];
    }
  }

  private static void copy(
      long[] from, int start, int step, long[] to, int toStart, int toStep, int length) {
    if (step == 1 && toStep == 1) {
      System.arraycopy(from, start, to, toStart, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      to[toStart + i * toStep] = from[start + i * step];
    }
  }

  private boolean keepsOrder(int length) {
    int stride = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      if (sizes[axis] != 1 && strides[axis] != stride) {
        return false;
      }
      stride *= sizes[axis];
    }
    return offset == 0 && stride == length;
  }

  /** A row of the result: where it begins there, where in the array, and how far apart. */
  private interface RowVisitor {
    void visit(int row, int at, int step, int length);
  }

  private void forEachRow(RowVisitor visitor) {
    View rows = withLongRows();
    int last = rows.sizes.length - 1;
    int count = count();
    int[] index = new int[last];
    int at = offset;
    for (int row = 0; row < count; row += rows.sizes[last]) {
      visitor.visit(row, at, rows.strides[last], rows.sizes[last]);
      int axis = last - 1;
      while (axis >= 0 && ++index[axis] == rows.sizes[axis]) {
        at -= rows.strides[axis] * (rows.sizes[axis] - 1);
        index[axis--] = 0;
      }
      at += axis >= 0 ? rows.strides[axis] : 0;
    }
  }

  /**
   * The same elements in the same order, with axes that continue each other as one: at least one.
   */
  private View withLongRows() {
    int[] merged = new int[sizes.length + 1];
    int[] steps = new int[sizes.length + 1];
    int first = sizes.length;
    merged[first] = 1;
    steps[first] = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      if (sizes[axis] == 1) {
        continue;
      }
      if (merged[first] == 1) {
        steps[first] = strides[axis];
      } else if (strides[axis] != steps[first] * merged[first]) {
        first--;
        merged[first] = 1;
        steps[first] = strides[axis];
      }
      merged[first] *= sizes[axis];
    }
    return new View(
        Arrays.copyOfRange(merged, first, merged.length),
        Arrays.copyOfRange(steps, first, steps.length),
        offset);
  }
}
