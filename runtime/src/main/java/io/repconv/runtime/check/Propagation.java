package io.repconv.runtime.check;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a layer that differs from a value that was matched by mistake: what differs in truth makes
 * what follows from it differ too.
 */
final class Propagation {
  private final Graph deployed;
  private final ValueMatching matching;
  private final Map<Value, Deviation> deviations;

  Propagation(Graph deployed, ValueMatching matching, Map<Value, Deviation> deviations) {
    this.deployed = deployed;
    this.matching = matching;
    this.deviations = deviations;
  }

  private record Suspect(Deviation deviation, boolean alike) {}

  /**
   * The deviations that are more than a mistaken match: those which an output shows, or a value
   * that follows and is as clearly the original's.
   */
  List<Deviation> partings() {
    Map<Value, Suspect> suspects = new HashMap<>();
    Set<Deviation> certain = new HashSet<>();
    for (Node node : deployed.nodes()) {
      Suspect before =
          node.inputs().stream()
              .map(suspects::get)
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
      for (Value value : node.outputs()) {
        Suspect suspect = suspect(value, before);
        if (suspect != null) {
          suspects.put(value, suspect);
          boolean alike = matching.alike().contains(value) && suspect.alike();
          if (deviations.containsKey(value)
              && (deployed.outputs().contains(value) || (alike && before != null))) {
            certain.add(suspect.deviation());
          }
        }
      }
    }
    List<Deviation> ordered = new ArrayList<>(deviations.values());
    ordered.retainAll(certain);
    return ordered;
  }

  /** A value that agrees ends what was suspected before it. */
  private @Nullable Suspect suspect(Value value, @Nullable Suspect before) {
    Deviation own = deviations.get(value);
    if (own == null) {
      return matching.originals().containsKey(value) ? null : before;
    }
    return before != null ? before : new Suspect(own, matching.alike().contains(value));
  }
}
