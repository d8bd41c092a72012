package io.repconv.runtime.check;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.SteppedRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which value of the original each computed value of a deployed network stands for, as far as that
 * is found.
 *
 * @param originals the original's value for a value of the deployed network
 * @param alike those of them that were found, or confirmed, by what they hold
 */
record ValueMatching(Map<Value, Value> originals, Set<Value> alike) {
  /**
   * How far what two values hold may be from each other where they are the same but for a fault.
   */
  private static final double NEAR = 1e-2;

  /** Values of the same name and shape, and outputs as they were matched. */
  static ValueMatching byName(Graph original, Graph deployed, PortMatching ports) {
    Map<String, Value> named = new HashMap<>();
    original.nodes().forEach(node -> node.outputs().forEach(v -> named.put(v.name(), v)));
    Map<Value, Value> originals = new HashMap<>();
    for (Node node : deployed.nodes()) {
      for (Value value : node.outputs()) {
        Value same = named.get(value.name());
        if (same != null && isComparable(same, value)) {
          originals.put(value, same);
        }
      }
    }
    for (Value output : original.outputs()) {
      originals.put(Objects.requireNonNull(ports.outputs().get(output.name())), output);
    }
    return new ValueMatching(Map.copyOf(originals), Set.of());
  }

  private static boolean isComparable(Value a, Value b) {
    Shape one = a.shape();
    Shape other = b.shape();
    return a.element().isFloating()
        && b.element().isFloating()
        && (!one.isRanked() || !other.isRanked() || one.rank() == other.rank());
  }

  /**
   * Values that hold the same but for a small part, whatever their names; of several the nearest.
   * Values that resemble none keep the counterpart they have here.
   *
   * @param inputs of the original
   */
  ValueMatching withContents(
      Graph original, Graph deployed, Map<String, Tensor> inputs, PortMatching ports) {
    Map<List<Long>, List<Entry>> known = new HashMap<>();
    for (Entry entry : entries(original, inputs)) {
      known.computeIfAbsent(entry.print().shape(), shape -> new ArrayList<>()).add(entry);
    }
    Map<Value, Value> found = new HashMap<>(originals);
    Map<Value, Boolean> near = new HashMap<>();
    for (Entry entry : entries(deployed, MatchedModel.deployedInputs(ports, inputs))) {
      double nearest = NEAR;
      for (Entry candidate : known.getOrDefault(entry.print().shape(), List.of())) {
        double distance = candidate.print().distance(entry.print());
        if (distance < nearest && !deployed.outputs().contains(entry.value())) {
          nearest = distance;
          found.put(entry.value(), candidate.value());
          near.put(entry.value(), true);
        }
      }
    }
    return new ValueMatching(Map.copyOf(found), Set.copyOf(near.keySet()));
  }

  private record Entry(Value value, Fingerprint print) {}

  private static List<Entry> entries(Graph graph, Map<String, Tensor> inputs) {
    List<Entry> entries = new ArrayList<>();
    SteppedRun run = new SteppedRun(graph, inputs, Set.of(), SteppedRun.Constants.EXACT);
    for (Node node = run.step(); node != null; node = run.step()) {
      for (Value value : node.outputs()) {
        Tensor tensor = run.find(value);
        Fingerprint print = tensor == null ? null : Fingerprint.of(tensor);
        if (print != null) {
          entries.add(new Entry(value, print));
        }
      }
    }
    return entries;
  }
}
