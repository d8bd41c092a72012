package io.repconv.converter.onnx.lower;

import io.repconv.graph.Node;
import java.util.List;
import java.util.Map;

/** The one list of older forms, by operator and the opset that left them behind. */
public final class Lowerings {
  /** A step for models of an opset before this one. */
  private record Step(int opset, Lowering lowering) {}

  private static final Map<String, List<Step>> STEPS =
      Map.ofEntries(
          // Inference is written alike; 14 changed what training returns.
          Map.entry("BatchNormalization", List.of(new Step(14, node -> node))));

  private Lowerings() {}

  /** Whether the form from before the opset is known. */
  public static boolean covers(String op, int opset) {
    return STEPS.getOrDefault(op, List.of()).stream().anyMatch(step -> step.opset() == opset);
  }

  /** The node in the form of an opset. */
  public static LoweredNode apply(Node node, int opset) {
    LoweredNode lowered = LoweredNode.of(node);
    for (Step step : STEPS.getOrDefault(node.op().name(), List.of())) {
      if (opset < step.opset()) {
        lowered = step.lowering().apply(lowered);
      }
    }
    return lowered;
  }
}
