package io.repconv.graph.pass;

import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.BatchNormalization;
import org.jspecify.annotations.Nullable;

/**
 * What a BatchNormalization with constant parameters does to each channel, in double.
 *
 * <pre>
 * y = scale * x + shift,   scale = gamma / sqrt(var + epsilon),   shift = beta - mean * scale
 * </pre>
 */
final class NormFactors {
  private final double[] scale;
  private final double[] shift;

  private NormFactors(double[] scale, double[] shift) {
    this.scale = scale;
    this.shift = shift;
  }

  /** Of a node, null where it is no such normalization. */
  static @Nullable NormFactors of(@Nullable Node node) {
    if (node == null || !(node.op() instanceof BatchNormalization norm)) {
      return null;
    }
    for (Value parameter : node.inputs().subList(1, 5)) {
      if (!parameter.isConstant()) {
        return null;
      }
    }
    double[] scale = values(node.input(1));
    double[] shift = values(node.input(2));
    double[] mean = values(node.input(3));
    double[] variance = values(node.input(4));
    for (int c = 0; c < scale.length; c++) {
      scale[c] /= Math.sqrt(variance[c] + norm.epsilon());
      shift[c] -= mean[c] * scale[c];
    }
    return new NormFactors(scale, shift);
  }

  private static double[] values(Value parameter) {
    Tensor constant = parameter.constant();
    return constant == null ? new double[0] : constant.doubles().clone();
  }

  double[] scale() {
    return scale;
  }

  double[] shift() {
    return shift;
  }

  int channels() {
    return scale.length;
  }

  /** {@code scale * bias + shift}, the bias being absent, one number or one a channel. */
  double @Nullable [] applyTo(Value bias, double factor) {
    if (!bias.isAbsent() && !bias.isConstant()) {
      return null;
    }
    double[] given = bias.isAbsent() ? new double[1] : values(bias);
    if (given.length != 1 && given.length != channels()) {
      return null;
    }
    double[] applied = shift.clone();
    for (int c = 0; c < applied.length; c++) {
      applied[c] += scale[c] * factor * given[given.length == 1 ? 0 : c];
    }
    return applied;
  }
}
