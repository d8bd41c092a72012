package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.ConvTranspose;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch normalization behind a transposed convolution goes into its weights.
 *
 * <pre>
 * BatchNormalization(ConvTranspose(x, W, b))  =>  ConvTranspose(x, W * scale, b * scale + shift)
 * </pre>
 *
 * with {@link NormFactors}, per output channel: the second dimension of W, group by group. Computed
 * in double and rounded once. Not where anything else reads the convolution, or weights are
 * computed.
 */
public final class FoldNormIntoConvTranspose {
  private FoldNormIntoConvTranspose() {}

  public static Graph apply(Graph graph) {
    return Rewriting.apply(graph, FoldNormIntoConvTranspose::replacement);
  }

  private static Rewriting.@Nullable Replacement replacement(Node node, Rewriting graph) {
    NormFactors factors = NormFactors.of(node);
    Node conv = factors == null ? null : graph.onlyFor(node.input(0));
    if (factors == null || conv == null || !(conv.op() instanceof ConvTranspose op)) {
      return null;
    }
    Tensor weight = conv.input(1).constant();
    double[] bias = factors.applyTo(conv.input(2), 1);
    if (weight == null || bias == null || weight.dim(1) * op.group() != factors.channels()) {
      return null;
    }
    Value named = conv.input(2).isAbsent() ? node.input(2) : conv.input(2);
    Value scaled = graph.constant(conv.input(1).name(), scaled(weight, op.group(), factors));
    Value shifted =
        graph.constant(named.name(), Tensor.of(weight.type(), new long[] {bias.length}, bias));
    return new Rewriting.Replacement(
        op, List.of(conv.input(0), scaled, shifted), List.of(conv, node));
  }

  /** W of shape {@code [C, O/group, …]}, row by row of input channels. */
  private static Tensor scaled(Tensor weight, int groups, NormFactors factors) {
    int rows = (int) weight.dim(0);
    int outputs = (int) weight.dim(1);
    int width = weight.size() / Math.max(1, rows);
    int taps = width / Math.max(1, outputs);
    return Tensor.deferred(
        weight.type(),
        weight.dims(),
        (from, to) -> {
          double[] values = weight.doubles(from * width, to * width).clone();
          for (int i = 0; i < values.length; i++) {
            int group = (from + i / width) / (rows / groups);
            values[i] *= factors.scale()[group * outputs + i % width / taps];
          }
          return values;
        });
  }
}
