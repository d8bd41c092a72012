package io.repconv.graph.fold;

import io.repconv.graph.Dim;
import io.repconv.graph.Node;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.Identity;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What nodes and convolutions cost, in multiply-adds, with numbers moved between memory and
 * processor counted as so many multiply-adds each. Sizes that are open are taken as equal and
 * large.
 */
final class Prices {
  /**
   * Multiply-adds that a core does while it moves one float through memory: what BatchNorm, Add and
   * pooling cost.
   */
  private static final double PER_MOVED_NUMBER = 8;

  /** Operators that compute nothing. */
  private static final Set<String> MOVES = Set.of("Pad", "Slice", "Split", "Concat");

  private static final long OPEN_SIZE = 256;

  private final Map<Value, Double> elements = new HashMap<>();

  /** The convolution that a form is, from its base to a value; infinite where none is worth it. */
  double convolution(Form form, Value value) {
    if (!form.weighted()) {
      return Double.POSITIVE_INFINITY;
    }
    double channels = (double) form.reach().inputs() / form.reach().groups();
    double padded = form.extension().isPadNode() ? 2 * elements(form.base()) : 0;
    return elements(value) * channels * form.taps()
        + PER_MOVED_NUMBER * (elements(form.base()) + elements(value) + padded);
  }

  /** The nodes of the step that makes a value. */
  double step(Value value, Steps steps) {
    double sum = 0;
    for (Node node : steps.required(value).nodes()) {
      sum += node(node);
    }
    return sum;
  }

  double node(Node node) {
    double moved = 0;
    for (Value input : node.inputs()) {
      moved += input.isAbsent() || input.isConstant() ? 0 : elements(input);
    }
    for (Value output : node.outputs()) {
      moved += elements(output);
    }
    return node.op() instanceof Identity
        ? 0
        : PER_MOVED_NUMBER * moved + elements(node.output()) * multiplyAddsPerElement(node);
  }

  /** Multiply-adds that one element of a node's output takes; none where it is only moved. */
  static long multiplyAddsPerElement(Node node) {
    if (node.op() instanceof Conv) {
      Tensor weight = node.input(1).constant();
      return weight == null ? 1 : weight.size() / Math.max(1, weight.dim(0));
    }
    if (node.op() instanceof AveragePool pool) {
      return pool.kernel().stream().reduce(1, (a, b) -> a * b);
    }
    return MOVES.contains(node.op().name()) ? 0 : 1;
  }

  /** A cost spread over the positions of a value, all its channels together. */
  long perPosition(double cost, Value value) {
    return Math.round(cost * Steps.channels(value) / elements(value));
  }

  private double elements(Value value) {
    return elements.computeIfAbsent(value, Prices::count);
  }

  private static double count(Value value) {
    Shape shape = value.shape();
    if (!shape.isRanked()) {
      return 0;
    }
    double product = 1;
    for (Dim dim : shape.dims()) {
      product *= dim.substitute(symbol -> Dim.of(OPEN_SIZE)).value();
    }
    return product;
  }
}
