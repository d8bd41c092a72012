package io.repconv.runtime.zoo;

import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.emit.NodeEmitter;
import io.repconv.graph.op.ArgReduce;
import io.repconv.graph.op.DepthToSpace;
import io.repconv.graph.op.SpaceToDepth;
import java.util.List;

/**
 * MaxPool2d over 2x2 windows that remembers where each maximum was, and the MaxUnpool2d that puts
 * values back there (SegNet, Badrinarayanan et al. 2017). Of equal elements the first, row by row,
 * is the maximum, as in PyTorch. The maps have any size: an odd last row or column is in no window,
 * and zero behind the unpooling, which is PyTorch's with {@code output_size}.
 *
 * <pre>
 * blocks = SpaceToDepth(x): [N, 4, C, h, w],  h = floor(H / 2)
 * mask[n, k, c, i, j] = 1 where k = argmax over k of blocks[n, k, c, i, j], else 0
 * unpooled(v) = DepthToSpace(mask * v): [N, C, H, W]
 * </pre>
 *
 * @param pooled the maxima, {@code [N, C, h, w]}
 */
record MaxUnpooling(Value x, Value pooled, Value mask) {
  private static final List<Dim> START = List.of(Dim.of(0), Dim.of(0));

  /** Pools. */
  static MaxUnpooling of(Scope scope, Value x) {
    Value pooled = scope.maxPool(x, 2, 2, 0);
    Dim height = pooled.shape().dim(2);
    Dim width = pooled.shape().dim(3);
    Value even = Spatial.crop(scope, x, START, height.times(2), width.times(2));
    Value blocks = scope.nodes().emit(new SpaceToDepth(2), even);
    NodeEmitter nodes = scope.nodes();
    List<Dim> apart = List.of(x.shape().dim(0), Dim.of(4), x.shape().dim(1), height, width);
    Value positions = nodes.emit("Reshape", blocks, nodes.vector(apart));
    Value largest = nodes.emit(ArgReduce.max(1, true), positions);
    Value each =
        nodes.constant(
            Tensor.of(ElementType.INT64, new long[] {4, 1, 1, 1}, new long[] {0, 1, 2, 3}));
    Value mask = nodes.cast(nodes.emit("Equal", largest, each), x.element());
    return new MaxUnpooling(x, pooled, mask);
  }

  /** Values of the pooled shape where the maxima were, zero elsewhere, in the size before. */
  Value unpool(Scope scope, Value values) {
    NodeEmitter nodes = scope.nodes();
    Value apart = nodes.emit("Unsqueeze", values, nodes.ints(1));
    Value placed = nodes.emit("Mul", mask, apart);
    List<Dim> blocks =
        List.of(
            x.shape().dim(0),
            x.shape().dim(1).times(4),
            pooled.shape().dim(2),
            pooled.shape().dim(3));
    Value joined = nodes.emit("Reshape", placed, nodes.vector(blocks));
    Value even = nodes.emit(new DepthToSpace(2, false), joined);
    return Spatial.padBehind(scope, even, x);
  }
}
