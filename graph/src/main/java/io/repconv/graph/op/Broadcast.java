package io.repconv.graph.op;

import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ONNX's multidirectional broadcasting: shapes are aligned at their last axis, missing axes and
 * those of size 1 are repeated.
 */
final class Broadcast {
  private Broadcast() {}

  /** The common shape of all inputs. */
  static Shape shape(Op op, List<Value> inputs) {
    List<Shape> shapes = inputs.stream().map(Value::shape).toList();
    return shape(op, inputs, shapes);
  }

  /**
   * The common shape of shapes that the inputs of {@code op} have, in part.
   *
   * @param inputs what an unknown size is named after
   */
  static Shape shape(Op op, List<Value> inputs, List<Shape> shapes) {
    if (!shapes.stream().allMatch(Shape::isRanked)) {
      return Shape.UNRANKED;
    }
    Shape common = shapes.get(0);
    for (Shape shape : shapes.subList(1, shapes.size())) {
      common = common.equals(shape) ? common : combine(op, inputs, common, shape);
    }
    return common;
  }

  private static Shape combine(Op op, List<Value> inputs, Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      int fromEnd = axis - rank;
      if (-fromEnd > a.rank()) {
        dims.add(b.dim(fromEnd));
      } else if (-fromEnd > b.rank()) {
        dims.add(a.dim(fromEnd));
      } else {
        Dim size = combine(a.dim(fromEnd), b.dim(fromEnd), a, b);
        dims.add(size != null ? size : Inputs.unknownSize(op, inputs, axis));
      }
    }
    return Shape.of(dims);
  }

  private static @Nullable Dim combine(Dim a, Dim b, Shape x, Shape y) {
    if (a.equals(b) || b.is(1)) {
      return a;
    }
    if (a.is(1)) {
      return b;
    }
    if (a.isConstant() && b.isConstant()) {
      throw new ShapeError("shapes " + x + " and " + y, "sizes that are equal or 1");
    }
    // The other one must be equal or 1, or the graph cannot run.
    if (a.isConstant() || a.isAtLeast(2)) {
      return a;
    }
    return b.isConstant() || b.isAtLeast(2) ? b : null;
  }

  /** The common dimensions of tensors. */
  static long[] dims(List<Tensor> tensors) {
    long[] common = tensors.get(0).dims();
    for (Tensor tensor : tensors.subList(1, tensors.size())) {
      common = dims(common, tensor.dims());
    }
    return common;
  }

  static long[] dims(long[] a, long[] b) {
    int rank = Math.max(a.length, b.length);
    long[] common = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      int inA = axis - rank + a.length;
      int inB = axis - rank + b.length;
      long p = inA < 0 ? 1 : a[inA];
      long q = inB < 0 ? 1 : b[inB];
      if (p != q && p != 1 && q != 1) {
        throw new ShapeError(
            "shapes " + Shape.of(a) + " and " + Shape.of(b), "sizes that are equal or 1");
      }
      common[axis] = p == 1 ? q : p;
    }
    return common;
  }

  /** A tensor's values repeated to these dimensions, row-major. */
  static double[] doubles(Tensor tensor, long[] dims) {
    return View.of(tensor.dims()).broadcastTo(dims).read(tensor.doubles());
  }

  /** An integer tensor's values repeated to these dimensions, row-major. */
  static long[] longs(Tensor tensor, long[] dims) {
    return View.of(tensor.dims()).broadcastTo(dims).read(Integers.ordered(tensor));
  }
}
