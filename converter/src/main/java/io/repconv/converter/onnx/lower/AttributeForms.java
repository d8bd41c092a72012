package io.repconv.converter.onnx.lower;

import java.util.List;
import java.util.Map;

/** Attributes that an older opset does not have: left out where they say what it means anyway. */
final class AttributeForms {
  private static final Map<String, String> OLD_GRID_MODES =
      Map.of("linear", "bilinear", "cubic", "bicubic", "nearest", "nearest");

  private AttributeForms() {}

  /** The same attributes in both forms. */
  static LoweredNode unchanged(LoweredNode node) {
    return node;
  }

  static LoweredNode undilatedPool(LoweredNode node) {
    List<Long> dilations = node.attributes().integers("dilations", List.of());
    if (dilations.stream().anyMatch(dilation -> dilation != 1)) {
      throw node.inexpressible("dilations " + dilations, 19);
    }
    return node.without("dilations");
  }

  /** Before opset 14 a size of 0 always meant the size that the axis had. */
  static LoweredNode copyingReshape(LoweredNode node) {
    if (!node.attributes().flag("allowzero", false)) {
      return node.without("allowzero");
    }
    List<Long> shape = LoweredNode.numbers(node.input(1));
    if (shape == null || shape.contains(0L)) {
      throw node.inexpressible("allowzero", 14);
    }
    return node.without("allowzero");
  }

  static LoweredNode scatterWithoutExtremes(LoweredNode node) {
    String reduction = node.attributes().text("reduction", "none");
    if (reduction.equals("max") || reduction.equals("min")) {
      throw node.inexpressible("reduction '" + reduction + "'", 18);
    }
    return node;
  }

  static LoweredNode plainScatter(LoweredNode node) {
    String reduction = node.attributes().text("reduction", "none");
    if (!reduction.equals("none")) {
      throw node.inexpressible("reduction '" + reduction + "'", 16);
    }
    return node.without("reduction");
  }

  static LoweredNode oldGridModes(LoweredNode node) {
    String mode = node.attributes().text("mode", "linear");
    return node.with(node.attributes().with("mode", OLD_GRID_MODES.getOrDefault(mode, mode)));
  }

  static LoweredNode unsaturatedCast(LoweredNode node) {
    return node.without("saturate");
  }
}
