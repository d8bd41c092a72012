package io.repconv.converter.onnx.upgrade;

/** GridSample: the modes had PyTorch's names. */
final class GridSampleUpgrades {
  private GridSampleUpgrades() {}

  static SourceNode modeNames(SourceNode node, Emitter emitter) {
    String mode = node.attributes().text("mode", "bilinear");
    String newer =
        switch (mode) {
          case "bilinear" -> "linear";
          case "bicubic" -> "cubic";
          default -> mode;
        };
    return node.with(node.attributes().with("mode", newer));
  }
}
