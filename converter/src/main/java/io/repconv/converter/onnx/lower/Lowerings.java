package io.repconv.converter.onnx.lower;

import io.repconv.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The one list of older forms, by operator and the opset that left them behind. */
public final class Lowerings {
  /** A step for models of an opset before this one. */
  private record Step(int opset, Lowering lowering) {}

  private static final Map<String, List<Step>> STEPS = new HashMap<>();

  static {
    // Newest first for each operator.
    step("AveragePool", 19, AttributeForms::undilatedPool);
    step("Pad", 19, PadForms::withoutWrap);
    step("Pad", 18, PadForms::allAxes);
    step("Resize", 19, ResizeForms::withoutSymmetry);
    step("Resize", 18, ResizeForms::allAxes);
    step("Split", 18, SplitForms::withoutNumber);
    for (String reduction :
        List.of(
            "ReduceL1",
            "ReduceL2",
            "ReduceLogSum",
            "ReduceLogSumExp",
            "ReduceMax",
            "ReduceMean",
            "ReduceMin",
            "ReduceProd",
            "ReduceSumSquare")) {
      step(reduction, 18, ReduceForms::axesAsAttribute);
    }
    step("Cast", 19, AttributeForms::unsaturatedCast);
    step("GridSample", 20, AttributeForms::oldGridModes);
    for (String scatter : List.of("ScatterElements", "ScatterND")) {
      step(scatter, 18, AttributeForms::scatterWithoutExtremes);
      step(scatter, 16, AttributeForms::plainScatter);
    }
    // What is left of Shape below 15 has neither start nor end, see ShapeRange.
    step("Shape", 15, AttributeForms::unchanged);
    step("Reshape", 14, AttributeForms::copyingReshape);
    // 14 changed what training returns.
    step("BatchNormalization", 14, AttributeForms::unchanged);
  }

  private Lowerings() {}

  private static void step(String op, int opset, Lowering lowering) {
    STEPS.computeIfAbsent(op, key -> new ArrayList<>()).add(new Step(opset, lowering));
  }

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
