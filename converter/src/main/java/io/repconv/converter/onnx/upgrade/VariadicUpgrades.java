package io.repconv.converter.onnx.upgrade;

import io.repconv.graph.Attributes;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/** Sum, Mean, Max and Min of any number of inputs become operations on two. */
final class VariadicUpgrades {
  private VariadicUpgrades() {}

  static SourceNode pairwise(SourceNode node, Emitter emitter) {
    int count = node.inputs().size();
    if (count == 0) {
      throw new IllegalArgumentException("no inputs");
    }
    if (count == 1) {
      return node.named("Identity");
    }
    boolean mean = node.op().equals("Mean");
    String pair = mean || node.op().equals("Sum") ? "Add" : node.op();
    Value result = node.input(0);
    for (int i = 1; i < (mean ? count : count - 1); i++) {
      result = emitter.node(pair, Attributes.NONE, List.of(result, node.input(i)));
    }
    if (mean) {
      Value number = emitter.constant("count", Tensor.scalar(node.input(0).element(), count));
      return node.named("Div").withInputs(List.of(result, number));
    }
    return node.named(pair).withInputs(List.of(result, node.input(count - 1)));
  }
}
