package io.repconv.converter.onnx.upgrade;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one list of what changed, by operator and the opset that changed it. */
public final class Upgrades {
  /** A step for nodes from before an opset. */
  private record Step(int opset, Upgrade upgrade) {}

  /** For what is brought into one form whatever its opset. */
  private static final int EVERY_OPSET = Integer.MAX_VALUE;

  private static final Map<String, List<Step>> STEPS = new HashMap<>();

  static {
    // Oldest first for each operator.
    step("BatchNormalization", 9, BatchNormalizationUpgrades::spatial);
    step("BatchNormalization", 14, BatchNormalizationUpgrades::withoutTrainingOutputs);
    step("BatchNormalization", EVERY_OPSET, BatchNormalizationUpgrades::inferenceOnly);
    step("Clip", 11, ClipUpgrades::boundsAsInputs);
    step("Dropout", 12, DropoutUpgrades::withoutRatio);
    step("GridSample", 20, GridSampleUpgrades::modeNames);
    step("GroupNormalization", 21, GroupNormalizationUpgrades::channelwise);
    for (String variadic : List.of("Max", "Mean", "Min", "Sum")) {
      step(variadic, EVERY_OPSET, VariadicUpgrades::pairwise);
    }
    step("Pad", 11, PadUpgrades::padsAsInput);
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
      step(reduction, 18, AxesUpgrades::axesAsInput);
    }
    step("ReduceSum", 13, AxesUpgrades::axesAsInput);
    step("Resize", 11, ResizeUpgrades::scalesOnly);
    step("Resize", 13, ResizeUpgrades::withoutEmptyInputs);
    step("Scatter", EVERY_OPSET, (node, emitter) -> node.named("ScatterElements"));
    step("Slice", 10, SliceUpgrades::rangesAsInputs);
    step("Softmax", 13, SoftmaxUpgrades::alongOneAxis);
    step("LogSoftmax", 13, SoftmaxUpgrades::alongOneAxis);
    step("Split", 13, SplitUpgrades::sizesAsInput);
    step("Split", 18, SplitUpgrades::numberOfParts);
    step("Squeeze", 13, AxesUpgrades::axesAsInput);
    step("TopK", 10, TopKUpgrades::countAsInput);
    step("Unsqueeze", 13, AxesUpgrades::axesAsInput);
    step("Upsample", 9, ResizeUpgrades::scalesAsInput);
    step("Upsample", EVERY_OPSET, ResizeUpgrades::upsampled);
  }

  private Upgrades() {}

  private static void step(String op, int opset, Upgrade upgrade) {
    STEPS.computeIfAbsent(op, key -> new ArrayList<>()).add(new Step(opset, upgrade));
  }

  /**
   * The node in the form of {@link io.repconv.graph.Op#VOCABULARY}, or null where that cannot
   * express it.
   */
  public static @Nullable SourceNode apply(SourceNode node, Emitter emitter) {
    SourceNode current = node;
    for (Step step : STEPS.getOrDefault(node.op(), List.of())) {
      if (current != null && node.opset() < step.opset()) {
        current = step.upgrade().apply(current, emitter);
      }
    }
    return current;
  }
}
