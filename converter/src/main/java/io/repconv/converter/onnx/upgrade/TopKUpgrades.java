package io.repconv.converter.onnx.upgrade;

import java.util.List;

/** TopK: k was an attribute. */
final class TopKUpgrades {
  private TopKUpgrades() {}

  static SourceNode countAsInput(SourceNode node, Emitter emitter) {
    long count = node.attributes().integer("k", 0);
    return node.without("k").withInput(1, emitter.ints("k", List.of(count)));
  }
}
