package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Origin;
import io.repconv.graph.Tensor;
import io.repconv.graph.Uses;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.MatMul;
import io.repconv.graph.op.Transpose;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A constant factor per column behind a linear layer, as layer scale is, goes into its weights.
 *
 * <pre>
 * Transpose(x * B + c) * s  =>  Transpose(x * (B * s) + c * s)      s along the axis of the columns
 * </pre>
 *
 * The sum and the transposition may be missing. Computed in double and rounded once. Not where
 * anything else reads what lies between, where B, c or s is computed, where c has rows or s lies
 * along another axis, and not in 16 bits, where a small scale would take the weights' digits.
 */
public final class FoldScaleIntoMatMul {
  private final Uses uses;
  private final Rebuild rebuild;

  /** What a node reads instead of its second factor or addend. */
  private final Map<Node, Constant> scaled = new HashMap<>();

  /** The multiplications that are left out, with the value that is scaled already. */
  private final Map<Node, Value> left = new HashMap<>();

  /**
   * @param index which input it is
   * @param scale the multiplication that it comes from
   */
  private record Constant(int index, Tensor tensor, Node scale) {}

  private FoldScaleIntoMatMul(Graph graph) {
    this.uses = new Uses(graph);
    this.rebuild = new Rebuild(graph);
  }

  public static Graph apply(Graph graph) {
    return new FoldScaleIntoMatMul(graph).run(graph);
  }

  private Graph run(Graph graph) {
    for (Node node : graph.nodes()) {
      if (node.op() == Binary.MUL && !rebuild.isNamed(node)) {
        fold(node, node.input(0), node.input(1).constant());
        fold(node, node.input(1), node.input(0).constant());
      }
    }
    for (Node node : graph.nodes()) {
      Constant constant = scaled.get(node);
      Value value = left.get(node);
      if (value != null) {
        rebuild.replace(node.output(), rebuild.current(value));
      } else if (constant != null) {
        keepScaled(node, constant);
      } else {
        rebuild.keep(node);
      }
    }
    return rebuild.finish();
  }

  private void keepScaled(Node node, Constant constant) {
    Value[] inputs = rebuild.currentInputs(node).toArray(Value[]::new);
    String name = inputs[constant.index()].name();
    inputs[constant.index()] = rebuild.builder().constant(name, constant.tensor());
    Origin origin = Origin.merge(List.of(node.origin(), constant.scale().origin()));
    List<String> names = List.of(node.output().name());
    rebuild.replace(
        node.output(),
        rebuild
            .builder()
            .addAll(node.op(), Arrays.asList(inputs), origin, node.name(), names)
            .get(0));
  }

  private void fold(Node scale, Value value, @Nullable Tensor factors) {
    Node node = onlyFor(value);
    if (factors == null || node == null || !value.type().equals(scale.output().type())) {
      return;
    }
    int axis = value.shape().rank() - 1;
    if (node.op() instanceof Transpose transpose) {
      int[] order = transpose.order(axis + 1);
      axis = order.length - 1;
      while (order[axis] != order.length - 1) {
        axis--;
      }
      node = onlyFor(node.input(0));
    }
    double[] perColumn = node == null ? null : along(factors, value.shape().rank(), axis);
    if (node == null || perColumn == null) {
      return;
    }
    boolean folded =
        node.op() == Binary.ADD
            ? foldSum(node, 0, perColumn, scale) || foldSum(node, 1, perColumn, scale)
            : foldProduct(node, perColumn, scale);
    if (folded) {
      left.put(scale, value);
    }
  }

  /** With the addend at this index. */
  private boolean foldSum(Node sum, int index, double[] perColumn, Node scale) {
    Tensor addend = sum.input(index).constant();
    Node product = onlyFor(sum.input(1 - index));
    int rank = sum.output().shape().rank();
    double[] added = addend == null ? null : along(addend, rank, rank - 1);
    boolean fits = product != null && sum.output().type().equals(product.output().type());
    if (added == null || product == null || !fits || !foldProduct(product, perColumn, scale)) {
      return false;
    }
    double[] values = new double[Math.max(added.length, perColumn.length)];
    Arrays.setAll(values, i -> at(added, i) * at(perColumn, i));
    Tensor tensor = Tensor.of(sum.output().element(), new long[] {values.length}, values);
    scaled.put(sum, new Constant(index, tensor, scale));
    return true;
  }

  private boolean foldProduct(Node product, double[] perColumn, Node scale) {
    Tensor weight = product.op() instanceof MatMul ? product.input(1).constant() : null;
    boolean matrix = weight != null && weight.rank() == 2 && weight.type().isFloating();
    if (weight == null || !matrix || weight.type().bytes() < Float.BYTES) {
      return false;
    }
    double[] columns = new double[(int) weight.dim(1)];
    Arrays.setAll(columns, i -> at(perColumn, i));
    Tensor tensor = FoldNormIntoGemm.scaled(weight, columns, true);
    scaled.put(product, new Constant(1, tensor, scale));
    return true;
  }

  private static double at(double[] values, int index) {
    return values[values.length == 1 ? 0 : index];
  }

  /**
   * The values of a finite constant that lie along this axis alone, one where all are the same;
   * null for others.
   */
  private static double @Nullable [] along(Tensor constant, int rank, int axis) {
    int dim = axis - (rank - constant.rank());
    boolean single = constant.size() == 1;
    boolean lies = dim >= 0 && dim < constant.rank() && constant.dim(dim) == constant.size();
    return (single || lies) && constant.isFinite() ? constant.doubles() : null;
  }

  /** The node that makes a value of known rank, where nothing else reads the value or its name. */
  private @Nullable Node onlyFor(Value value) {
    boolean only = uses.count(value) == 1 && !rebuild.isNamed(value) && value.shape().isRanked();
    Node node = only ? uses.producer(value) : null;
    return node != null && node.outputs().size() == 1 ? node : null;
  }
}
