package io.repconv.runtime.zoo;

import io.repconv.graph.Dim;
import io.repconv.graph.Value;
import io.repconv.graph.emit.NodeEmitter;
import io.repconv.graph.op.ConvTranspose;
import io.repconv.graph.op.DepthToSpace;
import io.repconv.graph.op.Window;
import io.repconv.runtime.zoo.Parameter.Role;
import java.util.ArrayList;
import java.util.List;

/** Layers that enlarge, crop or pad {@code [N, C, H, W]} in space. */
final class Spatial {
  private Spatial() {}

  /**
   * ConvTranspose2d: {@code H_out = stride * (H - 1) + kernel - 2 * padding + outputPadding}, with
   * a weight of shape {@code [inputs, outputs, k, k]}.
   */
  static Value convTranspose(
      Scope scope, String name, Value x, Convolution c, int outputPadding, Role role) {
    long[] dims = {Scope.channels(x), c.outputs(), c.kernelHeight(), c.kernelWidth()};
    long fanIn = Initial.fanIn(dims);
    List<Value> operands = new ArrayList<>();
    operands.add(x);
    operands.add(scope.parameter(name, "weight", role, c.initial(), fanIn, dims));
    if (c.hasBias()) {
      operands.add(
          scope.parameter(name, "bias", Role.BIAS, Initial.KAIMING_UNIFORM, fanIn, c.outputs()));
    }
    Window window =
        Window.of(
            List.of(c.stride(), c.stride()),
            List.of(c.dilation(), c.dilation()),
            List.of(c.paddingHeight(), c.paddingWidth(), c.paddingHeight(), c.paddingWidth()));
    List<Integer> added = outputPadding == 0 ? List.of() : List.of(outputPadding, outputPadding);
    return scope
        .in(name)
        .nodes()
        .emit(new ConvTranspose(window, 1, added, List.of()), operands.toArray(Value[]::new));
  }

  static Value convTranspose(Scope scope, String name, Value x, Convolution c, int outputPadding) {
    return convTranspose(scope, name, x, c, outputPadding, Role.WEIGHT);
  }

  /** PixelShuffle: {@code [N, C*f*f, H, W]} to {@code [N, C, H*f, W*f]}. */
  static Value pixelShuffle(Scope scope, Value x, int factor) {
    return scope.nodes().emit(new DepthToSpace(factor, true), x);
  }

  /** As many rows and columns as another tensor has, from a row and a column on. */
  static Value crop(Scope scope, Value x, Dim top, Dim left, Value like) {
    Dim height = like.shape().dim(2);
    Dim width = like.shape().dim(3);
    return crop(scope, x, List.of(top, left), height, width);
  }

  /** The first rows and columns, as many as another tensor has. */
  static Value crop(Scope scope, Value x, Value like) {
    return crop(scope, x, Dim.of(0), Dim.of(0), like);
  }

  /** So many rows and columns from a start on. */
  static Value crop(Scope scope, Value x, List<Dim> start, Dim height, Dim width) {
    if (x.shape().dim(2).equals(height) && x.shape().dim(3).equals(width)) {
      return x;
    }
    List<Dim> end = List.of(start.get(0).plus(height), start.get(1).plus(width));
    return slice(scope, x, start, end, 1);
  }

  /** Rows and columns from a start to an end that is not taken, every {@code step}-th. */
  static Value slice(Scope scope, Value x, List<Dim> start, List<Dim> end, int step) {
    NodeEmitter nodes = scope.nodes();
    return nodes.emit(
        "Slice",
        x,
        nodes.vector(start),
        nodes.vector(end),
        nodes.ints(2, 3),
        nodes.ints(step, step));
  }

  /** Zeros behind the last row and column, up to another tensor's size. */
  static Value padBehind(Scope scope, Value x, Value like) {
    Dim none = Dim.of(0);
    Dim rows = like.shape().dim(2).minus(x.shape().dim(2));
    Dim columns = like.shape().dim(3).minus(x.shape().dim(3));
    if (rows.is(0) && columns.is(0)) {
      return x;
    }
    NodeEmitter nodes = scope.nodes();
    List<Dim> pads = List.of(none, none, none, none, none, none, rows, columns);
    return nodes.emit("Pad", x, nodes.vector(pads));
  }
}
