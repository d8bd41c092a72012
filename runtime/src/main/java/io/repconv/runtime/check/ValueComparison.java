package io.repconv.runtime.check;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.SteppedRun;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Compares two networks value by value, channel by channel, in float64.
 *
 * <p>Both are computed side by side. A value of the deployed network that agrees with its
 * counterpart is replaced by it before it is read, so that every layer is fed what the original's
 * layer is fed and nothing adds up. What is left of a difference is the rounding of one layer's
 * weights: {@link #FLOOR} of the channel's largest magnitude, or, where that is exceeded, a
 * multiple of what rounding errors put into the weights of both change ({@link ValueDifference}).
 */
final class ValueComparison {
  /** What float32 weights do not exceed in a channel without cancellation; see docs/decisions. */
  static final double FLOOR = 1e-6;

  private final Graph original;
  private final Graph deployed;
  private final PortMatching ports;
  private final boolean namesKept;
  private final double floor;

  /**
   * @param namesKept whether a value of the deployed network is the original's of the same name;
   *     where that is not known, a value speaks against the network only together with one that
   *     follows from it
   * @param tolerance what a difference may be at least
   */
  ValueComparison(
      Graph original, Graph deployed, PortMatching ports, boolean namesKept, double tolerance) {
    this.original = original;
    this.deployed = deployed;
    this.ports = ports;
    this.namesKept = namesKept;
    this.floor = Math.max(tolerance, FLOOR * Tolerances.coarseness(original, deployed));
  }

  /**
   * What came of one comparison.
   *
   * @param outputs the original's, in float64
   */
  record Outcome(Map<String, Tensor> outputs, ValueReport report) {}

  /** How often each network is computed, unless a value is to be looked at twice. */
  int runs() {
    return namesKept ? 1 : 2;
  }

  /**
   * Compares the two on one input of the original.
   *
   * @param sample what it is, for messages
   * @throws RuntimeException where one of the two cannot be computed
   */
  Outcome compare(Map<String, Tensor> inputs, String sample) {
    ValueMatching named = ValueMatching.byName(original, deployed, ports);
    ValueMatching matching =
        namesKept ? named : named.withContents(original, deployed, inputs, ports);
    Walk walk = new Walk(matching, inputs);
    Map<String, Tensor> outputs = walk.run();
    walk.lookTwice();
    Map<Value, Deviation> deviations = new LinkedHashMap<>();
    walk.differences.forEach(
        (value, difference) -> {
          Deviation deviation = difference.deviation(sample, floor);
          if (deviation != null) {
            deviations.put(value, deviation);
          }
        });
    List<Deviation> partings =
        namesKept
            ? List.copyOf(deviations.values())
            : new Propagation(deployed, matching, deviations).partings();
    return new Outcome(
        outputs, new ValueReport(walk.compared, floatingValues(), walk.worst, floor, partings));
  }

  private int floatingValues() {
    return (int)
        deployed.nodes().stream()
            .flatMap(node -> node.outputs().stream())
            .filter(value -> value.element().isFloating())
            .count();
  }

  /** Both networks computed side by side on one input. */
  private final class Walk {
    private static final int SEEDS = 3;

    private final ValueMatching matching;
    private final Map<String, Tensor> inputs;
    private final Set<Value> replaced = new HashSet<>();
    private final Map<Value, ValueDifference> differences = new LinkedHashMap<>();
    private int compared;
    private double worst;

    Walk(ValueMatching matching, Map<String, Tensor> inputs) {
      this.matching = matching;
      this.inputs = inputs;
    }

    private Counterparts ofOriginal(SteppedRun.Constants constants) {
      return new Counterparts(original, inputs, matching, constants);
    }

    private SteppedRun ofDeployed(SteppedRun.Constants constants) {
      return new SteppedRun(
          deployed, MatchedModel.deployedInputs(ports, inputs), Set.of(), constants);
    }

    Map<String, Tensor> run() {
      Counterparts ours = ofOriginal(SteppedRun.Constants.EXACT);
      SteppedRun theirs = ofDeployed(SteppedRun.Constants.EXACT);
      for (Node node = theirs.step(); node != null; node = theirs.step()) {
        for (Value value : node.outputs()) {
          Value counterpart = matching.originals().get(value);
          Tensor actual = theirs.find(value);
          if (counterpart != null && actual != null) {
            Tensor expected = ours.of(counterpart);
            if (expected.shape().equals(actual.shape()) && expected.size() > 0) {
              meet(node, value, counterpart, expected, actual);
              if (replaced.contains(value)) {
                theirs.replace(value, expected);
              }
            }
            ours.release(counterpart);
          }
        }
      }
      return ours.outputs();
    }

    private void meet(Node node, Value value, Value counterpart, Tensor expected, Tensor actual) {
      compared++;
      Channels channels = new Channels(expected);
      double[] e = expected.doubles();
      double[] largest = channels.largest(e);
      double[] difference = channels.largestDifference(e, actual.doubles());
      double most = 0;
      for (int c = 0; c < largest.length; c++) {
        most = Math.max(most, difference[c] / channels.scale(largest, c));
      }
      if (most > floor) {
        differences.put(value, new ValueDifference(node, value, counterpart, expected, actual));
      } else {
        worst = Math.max(worst, most);
      }
      if (most <= floor || namesKept) {
        replaced.add(value);
      }
    }

    /** Finds what rounding the weights of both does to the values that differ. */
    void lookTwice() {
      for (long seed = 0; seed < SEEDS && !differences.isEmpty(); seed++) {
        Counterparts exact = ofOriginal(SteppedRun.Constants.EXACT);
        Counterparts ours = ofOriginal(new WeightRounding(seed));
        SteppedRun theirs = ofDeployed(new WeightRounding(SEEDS + seed));
        for (Node node = theirs.step(); node != null; node = theirs.step()) {
          for (Value value : node.outputs()) {
            Value counterpart = matching.originals().get(value);
            if (counterpart != null && theirs.find(value) != null) {
              lookAgain(value, exact.of(counterpart), ours, theirs);
              exact.release(counterpart);
              ours.release(counterpart);
            }
          }
        }
      }
    }

    private void lookAgain(Value value, Tensor expected, Counterparts ours, SteppedRun theirs) {
      Value counterpart = Objects.requireNonNull(matching.originals().get(value));
      Tensor rounded = ours.of(counterpart);
      ValueDifference difference = differences.get(value);
      if (difference != null) {
        difference.addRounding(expected, rounded);
        difference.addRounding(difference.actual(), Objects.requireNonNull(theirs.find(value)));
      }
      if (replaced.contains(value)) {
        ours.replace(counterpart, expected);
        theirs.replace(value, expected);
      }
    }
  }
}
