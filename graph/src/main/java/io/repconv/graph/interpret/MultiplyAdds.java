package io.repconv.graph.interpret;

import io.repconv.graph.Dim;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.ConvTranspose;
import io.repconv.graph.op.Gemm;
import io.repconv.graph.op.MatMul;
import io.repconv.graph.op.MaxPool;
import java.util.List;
import java.util.Map;

/**
 * An estimate of the work that a graph is: exact for convolutions and matrix products, one for each
 * element read or written elsewhere.
 */
public final class MultiplyAdds {
  private MultiplyAdds() {}

  /**
   * For one run with these sizes of the symbols. A size that only a run can tell counts as 1; sums
   * beyond the range of long are {@link Long#MAX_VALUE}.
   */
  public static long of(Graph graph, Map<String, Long> sizes) {
    long sum = 0;
    for (Node node : graph.nodes()) {
      try {
        Dim work = of(node).substitute(name -> Dim.of(sizes.getOrDefault(name, 1L)));
        sum = Math.addExact(sum, work.value());
      } catch (ArithmeticException overflow) {
        return Long.MAX_VALUE;
      }
    }
    return sum;
  }

  /** For one run, as an expression over the symbols; 0 where a shape is not known. */
  public static Dim of(Node node) {
    Shape out = node.output().shape();
    if (!out.isRanked()) {
      return Dim.of(0);
    }
    if (node.op() instanceof Conv && node.input(1).shape().isRanked()) {
      return perRow(node.input(1).shape()).times(out.elements());
    }
    if (node.op() instanceof ConvTranspose && known(node)) {
      return perRow(node.input(1).shape()).times(node.input(0).shape().elements());
    }
    if (node.op() instanceof Gemm gemm && known(node)) {
      return node.input(0).shape().dim(gemm.transA() ? 0 : 1).times(out.elements());
    }
    if (node.op() instanceof MatMul && known(node)) {
      return node.input(0).shape().dim(-1).times(out.elements());
    }
    if (node.op() instanceof AveragePool pool) {
      return out.elements().times(product(pool.kernel()));
    }
    if (node.op() instanceof MaxPool pool) {
      return out.elements().times(product(pool.kernel()));
    }
    Dim largest = out.elements();
    for (Value input : node.inputs()) {
      boolean larger = input.shape().isRanked() && !input.isConstant();
      if (larger && !largest.minus(input.shape().elements()).isAtLeast(0)) {
        largest = input.shape().elements();
      }
    }
    return largest;
  }

  private static boolean known(Node node) {
    return node.input(0).shape().isRanked() && node.input(1).shape().isRanked();
  }

  /** The elements of a weight that belong to one of its first dimension. */
  private static Dim perRow(Shape weight) {
    return Shape.of(weight.dims().subList(1, weight.rank())).elements();
  }

  private static long product(List<Integer> sizes) {
    return sizes.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }
}
