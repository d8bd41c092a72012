package io.repconv.converter.onnx.lower;

import io.repconv.graph.Value;
import java.util.List;

/** Reductions other than ReduceSum had their axes as an attribute before opset 18. */
final class ReduceForms {
  private ReduceForms() {}

  static LoweredNode axesAsAttribute(LoweredNode node) {
    Value axes = node.input(1);
    boolean noop = node.attributes().flag("noop_with_empty_axes", false);
    List<Long> numbers = axes.isAbsent() ? List.of() : LoweredNode.numbers(axes);
    if (numbers == null) {
      throw node.inexpressible("axes that are computed", 18);
    }
    if (numbers.isEmpty() && noop) {
      throw node.inexpressible("noop_with_empty_axes", 18);
    }
    LoweredNode older = node.without("noop_with_empty_axes").withoutInputsFrom(1);
    return numbers.isEmpty() ? older : older.with(older.attributes().with("axes", numbers));
  }
}
