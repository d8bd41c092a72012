package io.repconv.converter.onnx.upgrade;

import java.util.List;
import java.util.Map;

/** The one list of what changed, by operator and the opset that changed it. */
public final class Upgrades {
  /** A step for nodes from before an opset. */
  private record Step(int opset, Upgrade upgrade) {}

  private static final Map<String, List<Step>> STEPS = Map.ofEntries();

  private Upgrades() {}

  /** The node in the form of {@link io.repconv.graph.Op#VOCABULARY}. */
  public static SourceNode apply(SourceNode node, Emitter emitter) {
    SourceNode current = node;
    for (Step step : STEPS.getOrDefault(node.op(), List.of())) {
      if (node.opset() < step.opset()) {
        current = step.upgrade().apply(current, emitter);
      }
    }
    return current;
  }
}
