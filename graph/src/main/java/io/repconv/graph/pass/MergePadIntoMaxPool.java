package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Clip;
import io.repconv.graph.op.MaxPool;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.Unary;
import io.repconv.graph.op.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is put around the input of a max pooling and is never the largest is padding.
 *
 * <pre>
 * MaxPool(Pad(x, q), pads p)  =>  MaxPool(x, pads p + q)
 * </pre>
 *
 * <p>That is so for negative infinity, and for zero where x is the result of a ReLU or of a clip
 * from zero or more: under every window lies an element that is no smaller. Not where the pooling
 * is dilated, rounds its size up, or would have pads as large as its kernel.
 */
public final class MergePadIntoMaxPool {
  private MergePadIntoMaxPool() {}

  public static Graph apply(Graph graph) {
    return Rewriting.apply(graph, MergePadIntoMaxPool::replacement);
  }

  private static Rewriting.@Nullable Replacement replacement(Node node, Rewriting graph) {
    if (!(node.op() instanceof MaxPool pool) || pool.ceilMode()) {
      return null;
    }
    boolean dilated = pool.window().dilations().stream().anyMatch(dilation -> dilation != 1);
    Node pad = dilated ? null : graph.onlyFor(node.input(0));
    if (pad == null || !isNeverLargest(pad, graph)) {
      return null;
    }
    Window window = PaddedWindow.of(pool.window(), pool.kernel(), pad);
    return window == null
        ? null
        : new Rewriting.Replacement(
            new MaxPool(window, pool.kernel(), false), List.of(pad.input(0)), List.of(pad, node));
  }

  private static boolean isNeverLargest(Node node, Rewriting graph) {
    if (!(node.op() instanceof Pad pad) || pad.mode() != Pad.Mode.CONSTANT) {
      return false;
    }
    Value value = node.input(2);
    if (Scalars.is(value, Double.NEGATIVE_INFINITY)) {
      return true;
    }
    Node producer = graph.producer(node.input(0));
    return (value.isAbsent() || Scalars.is(value, 0)) && producer != null && isPositive(producer);
  }

  private static boolean isPositive(Node node) {
    boolean clips = node.op() instanceof Clip;
    return node.op() == Unary.RELU
        || (clips
            && isPositive(node.input(1))
            && (node.input(2).isAbsent() || isPositive(node.input(2))));
  }

  private static boolean isPositive(Value bound) {
    Tensor constant = bound.constant();
    return constant != null && constant.size() == 1 && constant.item() >= 0;
  }
}
