package io.repconv.converter.onnx.upgrade;

import java.util.List;

/** Squeeze, Unsqueeze and the reductions: the axes were an attribute. */
final class AxesUpgrades {
  private AxesUpgrades() {}

  static SourceNode axesAsInput(SourceNode node, Emitter emitter) {
    if (!node.attributes().has("axes")) {
      return node;
    }
    List<Long> axes = node.attributes().integers("axes", List.of());
    return node.without("axes").withInput(1, emitter.ints("axes", axes));
  }
}
