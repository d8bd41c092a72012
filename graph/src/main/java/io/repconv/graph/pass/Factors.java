package io.repconv.graph.pass;

import io.repconv.graph.Node;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The factors of a product, in whatever order they are multiplied. */
final class Factors {
  /** No pattern has more. */
  private static final int MOST = 4;

  private final List<Value> factors = new ArrayList<>();
  private final List<Node> products = new ArrayList<>();

  private Factors() {}

  /** Null where the node is no product, or one of too many factors. */
  static @Nullable Factors of(Node node, Rewriting graph) {
    Factors found = new Factors();
    return node.op() == Binary.MUL && found.add(node, graph) ? found : null;
  }

  private boolean add(Node product, Rewriting graph) {
    products.add(product);
    for (Value factor : product.inputs()) {
      Node inner = graph.onlyFor(factor);
      if (inner == null || inner.op() != Binary.MUL) {
        factors.add(factor);
      } else if (products.size() == MOST - 1 || !add(inner, graph)) {
        return false;
      }
    }
    return true;
  }

  /** The factors beside this number, none where it is not among them. */
  List<Value> besides(double number) {
    for (int i = 0; i < factors.size(); i++) {
      if (Scalars.is(factors.get(i), number)) {
        List<Value> others = new ArrayList<>(factors);
        others.remove(i);
        return others;
      }
    }
    return List.of();
  }

  /** The multiplications that make it. */
  List<Node> products() {
    return products;
  }
}
