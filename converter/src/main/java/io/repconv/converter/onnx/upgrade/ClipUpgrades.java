package io.repconv.converter.onnx.upgrade;

import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;

/** Clip: the bounds were attributes. */
final class ClipUpgrades {
  private ClipUpgrades() {}

  static SourceNode boundsAsInputs(SourceNode node, Emitter emitter) {
    ElementType element = node.input(0).element();
    ElementType bounds = element.isFloating() ? element : ElementType.FLOAT;
    SourceNode newer = node;
    for (String bound : new String[] {"min", "max"}) {
      if (node.attributes().has(bound)) {
        Tensor value = Tensor.scalar(bounds, node.attributes().real(bound, 0));
        newer =
            newer
                .without(bound)
                .withInput(bound.equals("min") ? 1 : 2, emitter.constant(bound, value));
      }
    }
    return newer;
  }
}
