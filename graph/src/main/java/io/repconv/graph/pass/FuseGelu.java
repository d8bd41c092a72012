package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Gelu;
import io.repconv.graph.op.Pow;
import io.repconv.graph.op.Unary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Gaussian error linear unit that is written with the function that bends it is one node.
 *
 * <pre>
 * 0.5 * x * (erf(x / sqrt(2)) + 1)                                =>  Gelu(x)
 * 0.5 * x * (tanh(sqrt(2 / pi) * (x + 0.044715 * x * x * x)) + 1)  =>  Gelu(x, approximate = tanh)
 * </pre>
 *
 * Factors may be multiplied in any order, the quotient may be a product and the cube a power.
 * Runtimes fuse a few of these orders; of one node the writer makes one that they do.
 */
public final class FuseGelu {
  private static final double ROOT_OF_TWO = Math.sqrt(2);
  private static final double STEEPNESS = Math.sqrt(2 / Math.PI);
  private static final double CUBIC = 0.044715;

  private final Rewriting graph;
  private final Value x;
  private final List<Node> replaced = new ArrayList<>();

  private FuseGelu(Rewriting graph, Value x) {
    this.graph = graph;
    this.x = x;
  }

  public static Graph apply(Graph graph) {
    return Rewriting.apply(graph, FuseGelu::replacement);
  }

  private static Rewriting.@Nullable Replacement replacement(Node node, Rewriting graph) {
    Factors product = Factors.of(node, graph);
    List<Value> halved = product == null ? List.of() : product.besides(0.5);
    if (product == null || halved.size() != 2) {
      return null;
    }
    for (int gate = 0; gate < 2; gate++) {
      FuseGelu pattern = new FuseGelu(graph, halved.get(1 - gate));
      Gelu op = pattern.gated(halved.get(gate));
      if (op != null && pattern.x.type().equals(node.output().type())) {
        pattern.replaced.addAll(product.products());
        return new Rewriting.Replacement(op, List.of(pattern.x), pattern.replaced);
      }
    }
    return null;
  }

  /** What {@code x/2} is multiplied by: 1 and its bend. */
  private @Nullable Gelu gated(Value gate) {
    Value bend = besides(Binary.ADD, gate, 1);
    if (bend == null) {
      return null;
    }
    Value inErf = argument(Unary.ERF, bend);
    if (inErf != null) {
      return isOverRootOfTwo(inErf) ? new Gelu(false) : null;
    }
    Value inTanh = argument(Unary.TANH, bend);
    return inTanh != null && isSteepCubic(inTanh) ? new Gelu(true) : null;
  }

  private boolean isOverRootOfTwo(Value value) {
    Node quotient = graph.onlyFor(value);
    if (quotient != null && quotient.op() == Binary.DIV) {
      replaced.add(quotient);
      return quotient.input(0) == x && Scalars.is(quotient.input(1), ROOT_OF_TWO);
    }
    return besides(Binary.MUL, value, 1 / ROOT_OF_TWO) == x;
  }

  private boolean isSteepCubic(Value value) {
    Value cubic = besides(Binary.MUL, value, STEEPNESS);
    Node sum = cubic == null ? null : graph.onlyFor(cubic);
    if (sum == null || sum.op() != Binary.ADD) {
      return false;
    }
    replaced.add(sum);
    return (sum.input(0) == x && isCube(sum.input(1)))
        || (sum.input(1) == x && isCube(sum.input(0)));
  }

  /** Whether a value is {@code 0.044715 * x * x * x}. */
  private boolean isCube(Value value) {
    Node node = graph.onlyFor(value);
    Factors product = node == null ? null : Factors.of(node, graph);
    if (product == null) {
      return false;
    }
    replaced.addAll(product.products());
    List<Value> factors = product.besides(CUBIC);
    return factors.size() == 1 ? isThirdPower(factors.get(0)) : factors.equals(List.of(x, x, x));
  }

  private boolean isThirdPower(Value value) {
    Node power = graph.onlyFor(value);
    if (power == null || !(power.op() instanceof Pow)) {
      return false;
    }
    replaced.add(power);
    return power.input(0) == x && Scalars.is(power.input(1), 3);
  }

  /** The argument of a function that makes a value. */
  private @Nullable Value argument(Op function, Value value) {
    Node node = graph.onlyFor(value);
    if (node == null || node.op() != function) {
      return null;
    }
    replaced.add(node);
    return node.input(0);
  }

  /** The other operand of an operation on this number, in either order. */
  private @Nullable Value besides(Op operation, Value value, double number) {
    Node node = graph.onlyFor(value);
    if (node == null || node.op() != operation) {
      return null;
    }
    replaced.add(node);
    if (Scalars.is(node.input(1), number)) {
      return node.input(0);
    }
    return Scalars.is(node.input(0), number) ? node.input(1) : null;
  }
}
