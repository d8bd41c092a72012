package io.repconv.runtime.check;

import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.runtime.RunnableModel;
import io.repconv.runtime.check.Comparison.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Compares the outputs of two runs, with the indices among them that rounding may decide. */
final class OutputComparison {
  private final Graph imported;
  private final Map<String, Decision> decisions = new TreeMap<>();

  OutputComparison(Graph imported) {
    this.imported = imported;
    for (Value output : imported.outputs()) {
      Decision.of(imported, output).ifPresent(d -> decisions.put(output.name(), d));
    }
  }

  /** The outputs that are indices of scores. */
  Set<String> decided() {
    return decisions.keySet();
  }

  /** The values of those scores, to be computed beside the outputs. */
  Set<String> scores() {
    return decisions.values().stream().map(d -> d.scores().name()).collect(Collectors.toSet());
  }

  /** Outputs in which indices of scores that rounding does not tell apart are those of float64. */
  Map<String, Tensor> settled(Map<String, Tensor> exact, Map<String, Tensor> outputs) {
    Map<String, Tensor> settled = new HashMap<>(outputs);
    decisions.forEach(
        (name, decision) -> {
          Tensor expected = named(exact, name);
          Tensor actual = named(outputs, name);
          if (expected.shape().equals(actual.shape())) {
            Tensor scores = named(exact, decision.scores().name());
            double tolerance = Tolerances.imported(imported);
            settled.put(name, decision.settled(expected, actual, scores, tolerance));
          }
        });
    return settled;
  }

  /**
   * A comparison of each output that has elements.
   *
   * @param scales what the errors of an output are relative to
   * @param by what computed the actual ones
   * @throws RepconvException where an output has another shape
   */
  List<Comparison> compare(
      Pair pair,
      Map<String, Tensor> expected,
      Map<String, Tensor> actual,
      ToDoubleFunction<String> scales,
      RunnableModel by) {
    List<Comparison> comparisons = new ArrayList<>();
    for (Value output : imported.outputs()) {
      String name = output.name();
      Tensor e = named(expected, name);
      Tensor a = named(actual, name);
      if (!e.shape().equals(a.shape())) {
        throw RepconvException.of(pair.code())
            .at("output '" + name + "'")
            .observed("%s gives shape %s".formatted(by.runtime(), a.shape()))
            .expected(e.shape() + ", as " + pair)
            .build();
      }
      if (e.size() > 0) {
        double scale = Math.max(scales.applyAsDouble(name), Double.MIN_NORMAL);
        ErrorStatistics statistics = ErrorStatistics.of(e, a, scale);
        List<Long> position = e.position(statistics.worst());
        comparisons.add(new Comparison(pair, name, statistics, position, Double.NaN, true));
      }
    }
    return comparisons;
  }

  /** The largest magnitude of an output, whatever is not finite left out. */
  static double largest(Map<String, Tensor> outputs, String name) {
    return ErrorStatistics.largest(named(outputs, name));
  }

  private static Tensor named(Map<String, Tensor> outputs, String name) {
    Tensor tensor = outputs.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no output " + name + " among " + outputs.keySet());
    }
    return tensor;
  }
}
