package io.repconv.runtime.check;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Uses;
import io.repconv.graph.Value;
import io.repconv.graph.op.ArgReduce;
import java.util.Optional;
import java.util.Set;

/**
 * An integer output that is the index of the largest (or smallest) of some scores. Where two scores
 * differ by no more than rounding, either index is right.
 *
 * @param output the output
 * @param scores the value whose largest entries it tells
 * @param axis the axis of the scores along which they are compared
 */
record Decision(Value output, Value scores, int axis) {
  /** Operators that keep the order of the elements. */
  private static final Set<String> KEEP_ORDER =
      Set.of("Cast", "Identity", "Squeeze", "Unsqueeze", "Reshape", "Flatten");

  static Optional<Decision> of(Graph graph, Value output) {
    Uses uses = new Uses(graph);
    Node node = uses.producer(output);
    while (node != null && KEEP_ORDER.contains(node.op().name())) {
      node = uses.producer(node.input(0));
    }
    if (output.element().isInteger() && node != null && node.op() instanceof ArgReduce reduce) {
      Value scores = node.input(0);
      int axis = reduce.axis();
      if (scores.shape().isRanked()) {
        return Optional.of(
            new Decision(output, scores, axis < 0 ? axis + scores.shape().rank() : axis));
      }
    }
    return Optional.empty();
  }

  /**
   * The actual indices, with those replaced by the expected ones whose scores differ by no more
   * than {@code tolerance} of the largest score.
   */
  Tensor settled(Tensor expected, Tensor actual, Tensor exactScores, double tolerance) {
    double[] s = exactScores.doubles();
    double largest = 0;
    for (double score : s) {
      largest = Math.max(largest, Math.abs(score));
    }
    int inner = 1;
    for (int i = axis + 1; i < exactScores.rank(); i++) {
      inner *= Math.toIntExact(exactScores.dim(i));
    }
    int classes = Math.toIntExact(exactScores.dim(axis));
    long[] e = expected.longs();
    long[] settled = actual.longs().clone();
    for (int i = 0; i < settled.length; i++) {
      boolean known = settled[i] >= 0 && settled[i] < classes && e[i] >= 0 && e[i] < classes;
      if (known && settled[i] != e[i]) {
        int from = i / inner * classes * inner + i % inner;
        double gap = s[from + (int) settled[i] * inner] - s[from + (int) e[i] * inner];
        settled[i] = Math.abs(gap) <= tolerance * largest ? e[i] : settled[i];
      }
    }
    return Tensor.of(actual.type(), actual.dims(), settled);
  }
}
