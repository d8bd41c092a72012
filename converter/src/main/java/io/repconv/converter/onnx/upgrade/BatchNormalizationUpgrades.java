package io.repconv.converter.onnx.upgrade;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import org.jspecify.annotations.Nullable;

/**
 * BatchNormalization: normalisation by position went in opset 9, training has its own attribute
 * since 14.
 */
final class BatchNormalizationUpgrades {
  private BatchNormalizationUpgrades() {}

  static @Nullable SourceNode spatial(SourceNode node, Emitter emitter) {
    return node.attributes().flag("spatial", true) ? node.without("spatial") : null;
  }

  /** Outputs beside the first one were what said that the node trains. */
  static SourceNode withoutTrainingOutputs(SourceNode node, Emitter emitter) {
    if (node.outputs() > 1) {
      throw training(
          node, "%d outputs, batch statistics among them".formatted(node.outputs()), "one");
    }
    return node;
  }

  static SourceNode inferenceOnly(SourceNode node, Emitter emitter) {
    if (node.attributes().flag("training_mode", false)) {
      throw training(node, "training_mode is 1", "0");
    }
    return node.without("training_mode").without("momentum");
  }

  private static RepconvException training(SourceNode node, String observed, String expected) {
    return RepconvException.of(ErrorCode.TRAINING_MODE)
        .at(node.place())
        .observed(observed)
        .expected(expected)
        .why("Batch statistics have no fixed scale to fold.")
        .fix("Call model.eval() before the export.")
        .build();
  }
}
