package io.repconv.runtime.zoo;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.emit.NodeEmitter;
import io.repconv.graph.op.ArgReduce;
import io.repconv.graph.op.DepthToSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * MaxPool2d over 3x3 windows of stride 2 and padding 1, ResNet's, that remembers which of the nine
 * elements was the maximum, the first of equal ones row by row; and the MaxUnpool2d of stride 2
 * that puts values back there. An element that is the maximum of several windows gets the value of
 * the last window, row by row, as in PyTorch.
 *
 * <p>Row 2i + a of what is unpooled lies in window i under its tap a + 1, and for a = 1 also in
 * window i + 1 under tap 0; columns alike.
 *
 * @param pooled the maxima, {@code [N, C, h, w]}
 * @param tap the number of the maximum in its window, 0 to 8 row by row, {@code [N, C, h, w]}
 */
record OverlappingUnpooling(Value pooled, Value tap) {
  private static final int KERNEL = 3;
  private static final double BELOW_ALL = -Float.MAX_VALUE;

  /** Pools. */
  static OverlappingUnpooling of(Scope scope, Value x) {
    Value pooled = scope.maxPool(x, KERNEL, 2, 1);
    NodeEmitter nodes = scope.nodes();
    Dim rows = pooled.shape().dim(2).times(2);
    Dim columns = pooled.shape().dim(3).times(2);
    Value pads =
        nodes.vector(
            List.of(
                Dim.of(0),
                Dim.of(0),
                Dim.of(1),
                Dim.of(1),
                Dim.of(0),
                Dim.of(0),
                rows.minus(x.shape().dim(2)),
                columns.minus(x.shape().dim(3))));
    Value padded =
        nodes.emit("Pad", x, pads, nodes.constant(Tensor.scalar(ElementType.FLOAT, BELOW_ALL)));
    List<Value> taps = new ArrayList<>();
    for (int i = 0; i < KERNEL * KERNEL; i++) {
      int row = i / KERNEL;
      int column = i % KERNEL;
      List<Dim> start = List.of(Dim.of(row), Dim.of(column));
      List<Dim> end = List.of(rows.plus(row - 1), columns.plus(column - 1));
      Value under = Spatial.slice(scope, padded, start, end, 2);
      taps.add(nodes.emit("Unsqueeze", under, nodes.ints(1)));
    }
    Value all = nodes.emitAll("Concat", Attributes.NONE.with("axis", 1L), 1, taps).get(0);
    return new OverlappingUnpooling(pooled, nodes.emit(ArgReduce.max(1, false), all));
  }

  /** Values of the pooled shape at the maxima, zero elsewhere: {@code [N, C, 2h, 2w]}. */
  Value unpool(Scope scope, Value values) {
    List<Value> pixels = new ArrayList<>();
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 2; column++) {
        pixels.add(pixel(scope, values, row, column));
      }
    }
    Value blocks = scope.concat(pixels.toArray(Value[]::new));
    return scope.nodes().emit(new DepthToSpace(2, false), blocks);
  }

  /** The elements of these rows and columns modulo 2. */
  private Value pixel(Scope scope, Value values, int row, int column) {
    NodeEmitter nodes = scope.nodes();
    Value found = nodes.constant(Tensor.scalar(values.element(), 0.0));
    for (int below = 0; below <= row; below++) {
      for (int right = 0; right <= column; right++) {
        int under = (row + 1 - 2 * below) * KERNEL + column + 1 - 2 * right;
        Value number = nodes.constant(Tensor.scalar(under));
        Value from = shifted(scope, tap, below, right, Tensor.scalar(-1));
        Value value = shifted(scope, values, below, right, Tensor.scalar(values.element(), 0.0));
        found = nodes.emit("Where", nodes.emit("Equal", from, number), value, found);
      }
    }
    return found;
  }

  /** What the next row or column has, and a fill at the end. */
  private static Value shifted(Scope scope, Value x, int below, int right, Tensor fill) {
    if (below == 0 && right == 0) {
      return x;
    }
    NodeEmitter nodes = scope.nodes();
    List<Dim> start = List.of(Dim.of(below), Dim.of(right));
    List<Dim> end = List.of(x.shape().dim(2), x.shape().dim(3));
    Value rest = Spatial.slice(scope, x, start, end, 1);
    return nodes.emit(
        "Pad", rest, nodes.ints(0, 0, 0, 0, 0, 0, below, right), nodes.constant(fill));
  }
}
