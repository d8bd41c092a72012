package io.repconv.converter.onnx.upgrade;

import io.repconv.graph.Attributes;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import java.util.List;

/**
 * Softmax and LogSoftmax before opset 13 took the axes from {@code axis} on as one.
 *
 * <pre>
 * y = reshape(softmax(flatten(x, axis), 1), shape of x)
 * </pre>
 *
 * Where all axes but one of these have size 1 that is the newer operator.
 */
final class SoftmaxUpgrades {
  private SoftmaxUpgrades() {}

  static SourceNode alongOneAxis(SourceNode node, Emitter emitter) {
    long axis = node.attributes().integer("axis", 1);
    Value x = node.input(0);
    if (axis == -1 || isAlone(x.shape(), axis)) {
      return node.with(Attributes.NONE.with("axis", axis));
    }
    Value rows = emitter.node("Flatten", Attributes.NONE.with("axis", axis), List.of(x));
    Value y = emitter.node(node.op(), Attributes.NONE.with("axis", 1L), List.of(rows));
    Value shape = emitter.node("Shape", Attributes.NONE, List.of(x));
    return node.named("Reshape").with(Attributes.NONE).withInputs(List.of(y, shape));
  }

  private static boolean isAlone(Shape shape, long axis) {
    if (!shape.isRanked()) {
      return false;
    }
    int first = Math.toIntExact(axis < 0 ? axis + shape.rank() : axis);
    for (int behind = first + 1; behind < shape.rank(); behind++) {
      if (!shape.dim(behind).is(1)) {
        return false;
      }
    }
    return first >= 0 && first < shape.rank();
  }
}
