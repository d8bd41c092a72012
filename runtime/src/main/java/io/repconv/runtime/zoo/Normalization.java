package io.repconv.runtime.zoo;

import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.emit.NodeEmitter;
import io.repconv.runtime.zoo.Parameter.Role;

/** What stands behind a network's convolutions. */
public enum Normalization {
  /** BatchNorm2d. It folds. */
  BATCH {
    @Override
    Value apply(Scope scope, String name, Value x) {
      return scope.batchNorm(name, x, EPSILON);
    }

    /**
     * {@code Pad0(y - b) + b} with {@code b = bias - mean * weight / sqrt(var + epsilon)}, which is
     * y at zero under the running statistics: exactly what a convolution behind it that pads shows
     * to a 1x1 before it. The border follows the parameters as they are trained.
     */
    @Override
    Value bordered(Scope scope, String name, Value x, int border) {
      Value y = apply(scope, name, x);
      Value atZero = atZero(scope, name, Scope.channels(x));
      NodeEmitter nodes = scope.in(name).nodes();
      return nodes.emit("Add", padded(nodes, nodes.emit("Sub", y, atZero), border), atZero);
    }
  },

  /**
   * GroupNorm over 32 groups, or the largest smaller number that divides the channels. Its
   * statistics are the input's own, so it does not fold.
   */
  GROUP {
    @Override
    Value apply(Scope scope, String name, Value x) {
      int groups = MOST_GROUPS;
      while (Scope.channels(x) % groups != 0) {
        groups--;
      }
      return scope.groupNorm(name, x, groups);
    }

    /** A border of zeros: what it makes of zero depends on the input. */
    @Override
    Value bordered(Scope scope, String name, Value x, int border) {
      return padded(scope.in(name).nodes(), apply(scope, name, x), border);
    }
  };

  private static final double EPSILON = 1e-5;
  private static final int MOST_GROUPS = 32;

  abstract Value apply(Scope scope, String name, Value x);

  /** The same with a border of so many positions that hold what it makes of zero. */
  abstract Value bordered(Scope scope, String name, Value x, int border);

  /** What a batch normalization makes of zero, of shape {@code [C, 1, 1]}. */
  private static Value atZero(Scope scope, String name, long channels) {
    Value weight = scope.parameter(name, "weight", Role.NORM_WEIGHT, Initial.ONES, 1, channels);
    Value bias = scope.parameter(name, "bias", Role.NORM_BIAS, Initial.ZEROS, 1, channels);
    Value mean = scope.parameter(name, "running_mean", Role.STATISTIC, Initial.ZEROS, 1, channels);
    Value variance =
        scope.parameter(name, "running_var", Role.STATISTIC, Initial.ONES, 1, channels);
    NodeEmitter nodes = scope.in(name).nodes();
    Value epsilon = nodes.constant(Tensor.scalar(ElementType.FLOAT, EPSILON));
    Value deviation = nodes.emit("Sqrt", nodes.emit("Add", variance, epsilon));
    Value scale = nodes.emit("Div", weight, deviation);
    Value shift = nodes.emit("Sub", bias, nodes.emit("Mul", mean, scale));
    return nodes.emit("Unsqueeze", shift, nodes.ints(1, 2));
  }

  private static Value padded(NodeEmitter nodes, Value x, int border) {
    return nodes.emit(
        "Pad", Attributes.NONE, x, nodes.ints(0, 0, border, border, 0, 0, border, border));
  }
}
