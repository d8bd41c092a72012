package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Clip;
import io.repconv.graph.op.HardSigmoid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hard sigmoid that is written with a clip is one node.
 *
 * <pre>
 * Clip(x + 3, 0, 6) / 6  =>  HardSigmoid(x, alpha = 1/6, beta = 1/2)
 * </pre>
 *
 * The sum may have its terms in either order, and the quotient may be a product with 1/6.
 */
public final class FuseHardSigmoid {
  private FuseHardSigmoid() {}

  public static Graph apply(Graph graph) {
    return Rewriting.apply(graph, FuseHardSigmoid::replacement);
  }

  private static Rewriting.@Nullable Replacement replacement(Node node, Rewriting graph) {
    if (node.op() == Binary.DIV && Scalars.is(node.input(1), 6)) {
      return sixthOf(node, node.input(0), graph);
    }
    if (node.op() == Binary.MUL) {
      int constant = Scalars.is(node.input(1), 1.0 / 6) ? 1 : 0;
      return Scalars.is(node.input(constant), 1.0 / 6)
          ? sixthOf(node, node.input(1 - constant), graph)
          : null;
    }
    return null;
  }

  private static Rewriting.@Nullable Replacement sixthOf(
      Node node, Value clipped, Rewriting graph) {
    Node clip = graph.onlyFor(clipped);
    boolean clips = clip != null && clip.op() instanceof Clip;
    if (clip == null || !clips || !Scalars.is(clip.input(1), 0) || !Scalars.is(clip.input(2), 6)) {
      return null;
    }
    Node sum = graph.onlyFor(clip.input(0));
    if (sum == null || sum.op() != Binary.ADD) {
      return null;
    }
    int constant = Scalars.is(sum.input(1), 3) ? 1 : 0;
    Value x = sum.input(1 - constant);
    boolean same = Scalars.is(sum.input(constant), 3) && x.type().equals(node.output().type());
    return same
        ? new Rewriting.Replacement(
            new HardSigmoid(1.0 / 6, 0.5), List.of(x), List.of(sum, clip, node))
        : null;
  }
}
