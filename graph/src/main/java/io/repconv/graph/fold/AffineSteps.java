package io.repconv.graph.fold;

import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.BatchNormalization;
import io.repconv.graph.op.Binary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads per-channel arithmetic as steps, and sums of two values of a region. */
final class AffineSteps {
  private AffineSteps() {}

  /**
   * {@code scale = gamma / sqrt(var + eps), shift = beta - mean * scale} (Ioffe and Szegedy 2015,
   * algorithm 2).
   */
  static Optional<LinearStep> batchNorm(Node node, BatchNormalization norm) {
    List<Value> parameters = node.inputs().subList(1, 5);
    if (!Steps.hasChannels(node.input(0)) || !parameters.stream().allMatch(Value::isConstant)) {
      return Optional.empty();
    }
    double[] gamma = values(parameters.get(0));
    double[] beta = values(parameters.get(1));
    double[] mean = values(parameters.get(2));
    double[] variance = values(parameters.get(3));
    double[] scale = new double[gamma.length];
    double[] shift = new double[gamma.length];
    double[] magnitude = new double[gamma.length];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = gamma[c] / Math.sqrt(variance[c] + norm.epsilon());
      shift[c] = beta[c] - mean[c] * scale[c];
      magnitude[c] = Math.abs(beta[c]) + Math.abs(mean[c] * scale[c]);
    }
    return affine(
        node,
        node.input(0),
        Rewrite.BATCH_NORM_INTO_CONV,
        new AffineStep.Coefficients(scale, shift, magnitude));
  }

  private static double[] values(Value constant) {
    Tensor tensor = constant.constant();
    if (tensor == null) {
      throw new IllegalStateException(constant + " is not constant");
    }
    return tensor.doubles();
  }

  static Optional<LinearStep> scaled(Node node, Value input, double factor) {
    if (!Steps.hasChannels(input)) {
      return Optional.empty();
    }
    double[] scale = new double[Steps.channels(input)];
    Arrays.fill(scale, factor);
    return affine(node, input, Rewrite.SCALE_AND_SHIFT, scale, new double[scale.length]);
  }

  static Optional<LinearStep> arithmetic(Node node, Binary op) {
    if (node.inputs().size() != 2) {
      return Optional.empty();
    }
    Value left = node.input(0);
    Value right = node.input(1);
    if (!left.isConstant() && !right.isConstant()) {
      return sum(node, op, left, right);
    }
    Value input = left.isConstant() ? right : left;
    Value constant = left.isConstant() ? left : right;
    if (input.isConstant()
        || !Steps.hasChannels(input)
        || !node.output().shape().equals(input.shape())) {
      return Optional.empty();
    }
    return perChannel(constant, input)
        .flatMap(numbers -> affine(node, op, input, numbers, left.isConstant()));
  }

  private static Optional<LinearStep> sum(Node node, Binary op, Value left, Value right) {
    boolean sameShape =
        Steps.hasChannels(left) && Steps.hasChannels(right) && left.shape().equals(right.shape());
    if (!sameShape || (op != Binary.ADD && op != Binary.SUB)) {
      return Optional.empty();
    }
    return Optional.of(new SumStep(node, left, right, op == Binary.ADD ? 1 : -1));
  }

  private static Optional<LinearStep> affine(
      Node node, Binary op, Value input, double[] numbers, boolean constantFirst) {
    double[] ones = new double[numbers.length];
    Arrays.fill(ones, 1);
    double[] zeros = new double[numbers.length];
    return switch (op.name()) {
      case "Mul" -> affine(node, input, Rewrite.SCALE_AND_SHIFT, numbers, zeros);
      case "Add" -> affine(node, input, Rewrite.SCALE_AND_SHIFT, ones, numbers);
      case "Sub" ->
          constantFirst
              ? affine(node, input, Rewrite.SCALE_AND_SHIFT, map(ones, -1), numbers)
              : affine(node, input, Rewrite.SCALE_AND_SHIFT, ones, map(numbers, -1));
      case "Div" ->
          constantFirst
              ? Optional.empty()
              : affine(
                  node,
                  input,
                  Rewrite.SCALE_AND_SHIFT,
                  Arrays.stream(numbers).map(v -> 1 / v).toArray(),
                  zeros);
      default -> Optional.empty();
    };
  }

  private static double[] map(double[] values, double factor) {
    return Arrays.stream(values).map(v -> factor * v).toArray();
  }

  private static Optional<LinearStep> affine(
      Node node, Value input, Rewrite rewrite, double[] scale, double[] shift) {
    return affine(node, input, rewrite, new AffineStep.Coefficients(scale, shift));
  }

  private static Optional<LinearStep> affine(
      Node node, Value input, Rewrite rewrite, AffineStep.Coefficients coefficients) {
    return coefficients.isFinite() && coefficients.channels() == Steps.channels(input)
        ? Optional.of(new AffineStep(node, input, rewrite, coefficients))
        : Optional.empty();
  }

  /**
   * The numbers of a constant that broadcasts along every axis of {@code input} but the channels'.
   */
  private static Optional<double[]> perChannel(Value constant, Value input) {
    Tensor tensor = constant.constant();
    int rank = input.shape().rank();
    if (tensor == null || tensor.rank() > rank) {
      return Optional.empty();
    }
    int channelAxis = tensor.rank() - rank + 1;
    for (int axis = 0; axis < tensor.rank(); axis++) {
      if (axis != channelAxis && tensor.dim(axis) != 1) {
        return Optional.empty();
      }
    }
    int channels = Steps.channels(input);
    double[] numbers = tensor.doubles();
    if (numbers.length == channels) {
      return Optional.of(numbers.clone());
    }
    double[] all = new double[channels];
    Arrays.fill(all, numbers[0]);
    return Optional.of(all);
  }
}
