package io.repconv.converter.onnx.upgrade;

import io.repconv.graph.Attributes;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** GroupNormalization: scale and bias had one number a group. */
final class GroupNormalizationUpgrades {
  private GroupNormalizationUpgrades() {}

  static @Nullable SourceNode channelwise(SourceNode node, Emitter emitter) {
    Shape shape = node.input(0).shape();
    long groups = node.attributes().integer("num_groups", 0);
    if (!shape.isRanked() || !shape.dim(1).isConstant() || groups < 1) {
      return null;
    }
    long width = shape.dim(1).value() / groups;
    return node.withInput(1, repeated("scale", node.input(1), groups, width, emitter))
        .withInput(2, repeated("bias", node.input(2), groups, width, emitter));
  }

  private static Value repeated(
      String role, Value perGroup, long groups, long width, Emitter emitter) {
    Value column = emitter.ints(role + "_column", List.of(groups, 1L));
    Value table = emitter.ints(role + "_table", List.of(groups, width));
    Value all = emitter.ints(role + "_all", List.of(-1L));
    Value rows = emitter.node("Reshape", Attributes.NONE, List.of(perGroup, column));
    Value wide = emitter.node("Expand", Attributes.NONE, List.of(rows, table));
    return emitter.node("Reshape", Attributes.NONE, List.of(wide, all));
  }
}
