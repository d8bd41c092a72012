package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Clip;
import io.repconv.graph.op.HardSigmoid;
import io.repconv.graph.op.Unary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hard swish that is written as a product is one node.
 *
 * <pre>
 * x * HardSigmoid(x, alpha = 1/6, beta = 1/2)  =>  HardSwish(x)
 * x * Clip(x + 3, 0, 6) / 6                    =>  HardSwish(x)
 * </pre>
 */
public final class FuseHardSwish {
  private FuseHardSwish() {}

  public static Graph apply(Graph graph) {
    return Rewriting.apply(graph, FuseHardSwish::replacement);
  }

  private static Rewriting.@Nullable Replacement replacement(Node node, Rewriting graph) {
    if (node.op() == Binary.MUL) {
      Rewriting.Replacement first = product(node, 0, graph);
      return first != null ? first : product(node, 1, graph);
    }
    if (node.op() == Binary.DIV && Scalars.is(node.input(1), 6)) {
      Node product = graph.onlyFor(node.input(0));
      if (product != null && product.op() == Binary.MUL) {
        Rewriting.Replacement first = quotient(node, product, 0, graph);
        return first != null ? first : quotient(node, product, 1, graph);
      }
    }
    return null;
  }

  /** x * HardSigmoid(x), the gate being the input of this index. */
  private static Rewriting.@Nullable Replacement product(Node node, int gate, Rewriting graph) {
    Value x = node.input(1 - gate);
    Node sigmoid = graph.onlyFor(node.input(gate));
    boolean sixth =
        sigmoid != null
            && sigmoid.op() instanceof HardSigmoid hard
            && (float) hard.alpha() == (float) (1.0 / 6)
            && (float) hard.beta() == 0.5f
            && sigmoid.input(0) == x;
    return sigmoid != null && sixth
        ? new Rewriting.Replacement(Unary.HARD_SWISH, List.of(x), List.of(sigmoid, node))
        : null;
  }

  /** (x * Clip(x + 3, 0, 6)) / 6. */
  private static Rewriting.@Nullable Replacement quotient(
      Node node, Node product, int gate, Rewriting graph) {
    Value x = product.input(1 - gate);
    Node clip = graph.onlyFor(product.input(gate));
    boolean clips = clip != null && clip.op() instanceof Clip;
    if (clip == null || !clips || !Scalars.is(clip.input(1), 0) || !Scalars.is(clip.input(2), 6)) {
      return null;
    }
    Node sum = graph.onlyFor(clip.input(0));
    if (sum == null || sum.op() != Binary.ADD || !x.type().equals(node.output().type())) {
      return null;
    }
    boolean three =
        (sum.input(0) == x && Scalars.is(sum.input(1), 3))
            || (sum.input(1) == x && Scalars.is(sum.input(0), 3));
    return three
        ? new Rewriting.Replacement(Unary.HARD_SWISH, List.of(x), List.of(sum, clip, product, node))
        : null;
  }
}
