package io.repconv.converter.onnx.lower;

import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/** Pad could not wrap before opset 19 and spoke of all axes before opset 18. */
final class PadForms {
  private PadForms() {}

  static LoweredNode withoutWrap(LoweredNode node) {
    if (node.attributes().text("mode", "constant").equals("wrap")) {
      throw node.inexpressible("mode 'wrap'", 19);
    }
    return node;
  }

  static LoweredNode allAxes(LoweredNode node) {
    Value axes = node.input(3);
    if (axes.isAbsent()) {
      return node.withoutInputsFrom(3);
    }
    List<Long> named = LoweredNode.numbers(axes);
    List<Long> pads = LoweredNode.numbers(node.input(1));
    if (named == null || pads == null || !node.input(0).shape().isRanked()) {
      throw node.inexpressible("pads of axes that are computed", 18);
    }
    int rank = node.input(0).shape().rank();
    long[] all = new long[2 * rank];
    for (int i = 0; i < named.size(); i++) {
      int axis = Math.floorMod(named.get(i).intValue(), rank);
      all[axis] = pads.get(i);
      all[axis + rank] = pads.get(i + named.size());
    }
    return node.withoutInputsFrom(3).withInput(1, node.constant("pads", Tensor.ofInts(all)));
  }
}
