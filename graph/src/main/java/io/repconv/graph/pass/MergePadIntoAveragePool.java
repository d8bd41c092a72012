package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.Window;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Zeros put around the input of an average pooling are padding that counts.
 *
 * <pre>
 * AveragePool(Pad(x, q), pads p)  =>  AveragePool(x, pads p + q, count_include_pad)
 * </pre>
 *
 * <p>Not where the pooling has pads of its own that do not count, rounds its size up, or would have
 * pads as large as its kernel.
 */
public final class MergePadIntoAveragePool {
  private MergePadIntoAveragePool() {}

  public static Graph apply(Graph graph) {
    return Rewriting.apply(graph, MergePadIntoAveragePool::replacement);
  }

  private static Rewriting.@Nullable Replacement replacement(Node node, Rewriting graph) {
    if (!(node.op() instanceof AveragePool pool) || pool.ceilMode()) {
      return null;
    }
    Node pad = graph.onlyFor(node.input(0));
    if (pad == null || !isZeroPad(pad) || hasUncountedPads(pool)) {
      return null;
    }
    Window window = PaddedWindow.of(pool.window(), pool.kernel(), pad);
    if (window == null) {
      return null;
    }
    AveragePool op = new AveragePool(window, pool.kernel(), false, true);
    return new Rewriting.Replacement(op, List.of(pad.input(0)), List.of(pad, node));
  }

  private static boolean isZeroPad(Node node) {
    return node.op() instanceof Pad pad
        && pad.mode() == Pad.Mode.CONSTANT
        && (node.input(2).isAbsent() || Scalars.is(node.input(2), 0));
  }

  private static boolean hasUncountedPads(AveragePool pool) {
    boolean own =
        Stream.of(pool.window().padsBegin(), pool.window().padsEnd())
            .flatMap(List::stream)
            .anyMatch(pad -> pad != 0);
    return own && !pool.countIncludePad();
  }
}
