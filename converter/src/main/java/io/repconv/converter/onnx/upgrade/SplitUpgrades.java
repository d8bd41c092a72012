package io.repconv.converter.onnx.upgrade;

import java.util.List;

/**
 * Split: the sizes were an attribute; without them the number of outputs told that of the parts.
 */
final class SplitUpgrades {
  private SplitUpgrades() {}

  static SourceNode sizesAsInput(SourceNode node, Emitter emitter) {
    List<Long> sizes = node.attributes().integers("split", List.of());
    return sizes.isEmpty()
        ? node.without("split")
        : node.without("split").withInput(1, emitter.ints("split", sizes));
  }

  static SourceNode numberOfParts(SourceNode node, Emitter emitter) {
    return node.input(1).isAbsent()
        ? node.with(node.attributes().with("num_outputs", (long) node.outputs()))
        : node;
  }
}
