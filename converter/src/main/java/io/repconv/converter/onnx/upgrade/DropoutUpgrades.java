package io.repconv.converter.onnx.upgrade;

/** Dropout before opset 12 always was inference, in which the ratio says nothing. */
final class DropoutUpgrades {
  private DropoutUpgrades() {}

  static SourceNode withoutRatio(SourceNode node, Emitter emitter) {
    return node.without("ratio");
  }
}
