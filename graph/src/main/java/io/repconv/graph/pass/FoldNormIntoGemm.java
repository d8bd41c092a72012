package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Gemm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch normalization behind or before a linear layer goes into its weights.
 *
 * <pre>
 * BatchNormalization(x * B + C)  =>  x * (B * scale) + (C * scale + shift)      scale per column
 * BatchNormalization(x) * B + C  =>  x * (scale * B) + (shift * B + C)          scale per row
 * </pre>
 *
 * with {@link NormFactors}, for B as it is multiplied. Computed in double and rounded once. Not
 * where anything else reads what lies between, where weights are computed, or where C has rows.
 */
public final class FoldNormIntoGemm {
  private FoldNormIntoGemm() {}

  public static Graph apply(Graph graph) {
    return Rewriting.apply(graph, FoldNormIntoGemm::replacement);
  }

  private static Rewriting.@Nullable Replacement replacement(Node node, Rewriting graph) {
    NormFactors behind = NormFactors.of(node);
    if (behind != null) {
      Node gemm = graph.onlyFor(node.input(0));
      return gemm != null && gemm.op() instanceof Gemm op
          ? behind(op, gemm, behind, node, graph)
          : null;
    }
    if (node.op() instanceof Gemm op && !op.transA()) {
      Node norm = graph.onlyFor(node.input(0));
      NormFactors before = NormFactors.of(norm);
      return norm != null && before != null ? before(op, node, before, norm, graph) : null;
    }
    return null;
  }

  private static Rewriting.@Nullable Replacement behind(
      Gemm op, Node gemm, NormFactors factors, Node norm, Rewriting graph) {
    Tensor weight = gemm.input(1).constant();
    double[] bias = factors.applyTo(gemm.input(2), op.beta());
    if (weight == null || bias == null || columns(op, weight) != factors.channels()) {
      return null;
    }
    Value named = gemm.input(2).isAbsent() ? norm.input(2) : gemm.input(2);
    Tensor scaled = scaled(weight, factors.scale(), !op.transB());
    return replacement(op, gemm.input(0), gemm.input(1), scaled, named, bias, graph, gemm, norm);
  }

  private static Rewriting.@Nullable Replacement before(
      Gemm op, Node gemm, NormFactors factors, Node norm, Rewriting graph) {
    Tensor weight = gemm.input(1).constant();
    Value c = gemm.input(2);
    Tensor given = c.isAbsent() ? Tensor.absent() : c.constant();
    if (weight == null || given == null || norm.input(0).shape().rank() != 2) {
      return null;
    }
    int columns = columns(op, weight);
    if (given.size() > 1 && given.size() != columns) {
      return null;
    }
    double[] bias = new double[columns];
    double[] old = given.size() == 0 ? new double[1] : given.doubles();
    double[] values = weight.doubles();
    int rows = factors.channels();
    for (int n = 0; n < columns; n++) {
      double sum = 0;
      for (int k = 0; k < rows; k++) {
        sum += factors.shift()[k] * values[op.transB() ? n * rows + k : k * columns + n];
      }
      bias[n] = op.alpha() * sum + op.beta() * old[old.length == 1 ? 0 : n];
    }
    Value named = c.isAbsent() ? norm.input(2) : c;
    Tensor scaled = scaled(weight, factors.scale(), op.transB());
    return replacement(op, norm.input(0), gemm.input(1), scaled, named, bias, graph, norm, gemm);
  }

  private static int columns(Gemm op, Tensor weight) {
    return (int) weight.dim(op.transB() ? 0 : 1);
  }

  private static Rewriting.Replacement replacement(
      Gemm op,
      Value x,
      Value weight,
      Tensor scaled,
      Value named,
      double[] bias,
      Rewriting graph,
      Node first,
      Node second) {
    Value b = graph.constant(weight.name(), scaled);
    Value c =
        graph.constant(named.name(), Tensor.of(scaled.type(), new long[] {bias.length}, bias));
    return new Rewriting.Replacement(
        new Gemm(op.alpha(), 1, op.transA(), op.transB()),
        List.of(x, b, c),
        List.of(first, second));
  }

  /** A matrix whose columns, or else rows, are multiplied by factors. */
  static Tensor scaled(Tensor matrix, double[] factors, boolean columns) {
    int width = (int) matrix.dim(1);
    return Tensor.deferred(
        matrix.type(),
        matrix.dims(),
        (from, to) -> {
          double[] values = matrix.doubles(from * width, to * width).clone();
          for (int i = 0; i < values.length; i++) {
            values[i] *= factors[columns ? i % width : from + i / width];
          }
          return values;
        });
  }
}
