package io.repconv.converter.onnx.lower;

import io.repconv.graph.Dim;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import java.util.Arrays;

/**
 * Before opset 18 a Split into equal parts had no uneven last one, and took its number from its
 * outputs.
 */
final class SplitForms {
  private SplitForms() {}

  static LoweredNode withoutNumber(LoweredNode node) {
    LoweredNode older = node.without("num_outputs");
    Shape shape = node.input(0).shape();
    int axis = Math.toIntExact(node.attributes().integer("axis", 0));
    int parts = Math.toIntExact(node.attributes().integer("num_outputs", 0));
    if (parts == 0) {
      return older;
    }
    Dim whole = shape.isRanked() ? shape.dim(axis) : null;
    boolean even = whole != null && whole.dividedBy(Dim.of(parts)).isPresent();
    if (even) {
      return older;
    }
    if (whole == null || !whole.isConstant()) {
      throw node.inexpressible("parts that may be uneven", 18);
    }
    long[] sizes = new long[parts];
    long each = (whole.value() + parts - 1) / parts;
    Arrays.setAll(sizes, i -> Math.max(0, Math.min(each, whole.value() - i * each)));
    return older.withInput(1, node.constant("split", Tensor.ofInts(sizes)));
  }
}
