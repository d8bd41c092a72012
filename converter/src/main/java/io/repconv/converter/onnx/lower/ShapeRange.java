package io.repconv.converter.onnx.lower;

import io.repconv.graph.Attributes;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import io.repconv.graph.op.ShapeOf;
import java.util.List;

/** Before opset 15, Shape gave the sizes of all axes. */
final class ShapeRange {
  private ShapeRange() {}

  static boolean isNeeded(Node node) {
    return !node.op().equals(ShapeOf.ALL);
  }

  /**
   *
   *
   * <pre>
   * Shape(x, start, end) = Shape(x)[start:end]
   * </pre>
   */
  static Value sliced(Node node, List<Value> inputs, Parts parts) {
    Attributes attributes = node.op().attributes();
    Value starts = parts.ints("start", attributes.integer("start", 0));
    Value ends = parts.ints("end", attributes.integer("end", Long.MAX_VALUE));
    return parts.result("Slice", parts.add("Shape", inputs.get(0)), starts, ends);
  }
}
