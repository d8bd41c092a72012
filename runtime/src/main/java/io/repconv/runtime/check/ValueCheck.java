package io.repconv.runtime.check;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.interpret.InputSizes;
import io.repconv.graph.interpret.MultiplyAdds;
import io.repconv.runtime.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares two networks value by value on samples, as far as both can be computed in float64. */
final class ValueCheck {
  private final Graph deployed;
  private final PortMatching ports;
  private final ValueComparison comparison;
  private final List<String> notes;
  private boolean possible;
  private @Nullable ValueReport report;

  ValueCheck(Graph deployed, PortMatching ports, ValueComparison comparison, List<String> notes) {
    this.deployed = deployed;
    this.ports = ports;
    this.comparison = comparison;
    this.notes = notes;
    this.possible = deployed.nodes().stream().map(Node::op).allMatch(op -> op.isModelled());
  }

  /**
   * The multiply-adds that comparing a sample takes besides those of the original's outputs.
   *
   * @param original what these take
   */
  double cost(Map<String, Tensor> inputs, double original) {
    Map<String, Tensor> fed = MatchedModel.deployedInputs(ports, inputs);
    double own = MultiplyAdds.of(deployed, InputSizes.of(deployed, fed));
    return comparison.runs() * (original + own) - original;
  }

  /** Whether there is anything to be compared. */
  boolean isPossible() {
    return possible;
  }

  /** Compares a sample; the original's outputs in float64, empty where it cannot be done. */
  Optional<Map<String, Tensor>> compare(Map<String, Tensor> inputs, String sample) {
    try {
      ValueComparison.Outcome outcome = comparison.compare(inputs, sample);
      report = report == null ? outcome.report() : report.plus(outcome.report());
      return Optional.of(outcome.outputs());
    } catch (RuntimeException e) {
      possible = false;
      notes.add(
          "The two were not compared value by value, as not every value can be computed: "
              + Refused.oneLine(e));
      return Optional.empty();
    }
  }

  /** What was found, empty where nothing was compared. */
  Optional<ValueReport> report() {
    return Optional.ofNullable(report);
  }
}
