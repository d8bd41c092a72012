package io.repconv.graph.pass;

import io.repconv.graph.Dim;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Gemm;
import io.repconv.graph.op.MatMul;
import io.repconv.graph.op.Reshape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch normalization behind a linear layer over sequences goes into its weights.
 *
 * <pre>
 * BatchNormalization(Reshape(x * B))  =>  Reshape(x) * (B * scale) + shift      scale per column
 * </pre>
 *
 * with {@link NormFactors}; both reshapes make rows of the last axis. Computed in double and
 * rounded once. Not where anything else reads what lies between, or where B is computed.
 */
public final class FoldNormIntoMatMul {
  private FoldNormIntoMatMul() {}

  public static Graph apply(Graph graph) {
    return Rewriting.apply(graph, FoldNormIntoMatMul::replacement);
  }

  private static Rewriting.@Nullable Replacement replacement(Node norm, Rewriting graph) {
    NormFactors factors = NormFactors.of(norm);
    Node rows = factors == null ? null : graph.onlyFor(norm.input(0));
    Node product =
        rows != null && rows.op() instanceof Reshape ? graph.onlyFor(rows.input(0)) : null;
    if (factors == null || rows == null || product == null || !(product.op() instanceof MatMul)) {
      return null;
    }
    Tensor weight = product.input(1).constant();
    boolean matrix = weight != null && weight.rank() == 2 && weight.dim(1) == factors.channels();
    if (weight == null || !matrix || !isRows(rows.output().shape(), factors.channels())) {
      return null;
    }
    String name = norm.output().name() + ".rows";
    Value length = graph.constant(name + ".shape", Tensor.ofInts(-1, weight.dim(0)));
    Value flat = graph.add(new Reshape(false), List.of(product.input(0), length), rows, name);
    Value scaled =
        graph.constant(
            product.input(1).name(), FoldNormIntoGemm.scaled(weight, factors.scale(), true));
    Value bias =
        graph.constant(
            norm.input(2).name(),
            Tensor.of(weight.type(), new long[] {factors.channels()}, factors.shift()));
    return new Rewriting.Replacement(
        new Gemm(1, 1, false, false), List.of(flat, scaled, bias), List.of(product, rows, norm));
  }

  private static boolean isRows(Shape shape, int length) {
    return shape.isRanked() && shape.rank() == 2 && shape.dim(1).equals(Dim.of(length));
  }
}
