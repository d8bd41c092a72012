package io.repconv.converter.onnx.upgrade;

import java.util.List;

/** Slice: starts, ends and axes were attributes. */
final class SliceUpgrades {
  private SliceUpgrades() {}

  static SourceNode rangesAsInputs(SourceNode node, Emitter emitter) {
    SourceNode newer = node.without("starts").without("ends").without("axes");
    newer = newer.withInput(1, emitter.ints("starts", integers(node, "starts")));
    newer = newer.withInput(2, emitter.ints("ends", integers(node, "ends")));
    return node.attributes().has("axes")
        ? newer.withInput(3, emitter.ints("axes", integers(node, "axes")))
        : newer;
  }

  private static List<Long> integers(SourceNode node, String name) {
    return node.attributes().integers(name, List.of());
  }
}
