package io.repconv.converter.onnx.upgrade;

import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import java.util.List;

/** Pad: pads and value were attributes. */
final class PadUpgrades {
  private PadUpgrades() {}

  static SourceNode padsAsInput(SourceNode node, Emitter emitter) {
    List<Long> pads = node.attributes().integers("pads", List.of());
    SourceNode newer = node.without("pads").withInput(1, emitter.ints("pads", pads));
    double value = node.attributes().real("value", 0);
    if (value != 0) {
      ElementType element = node.input(0).element();
      Tensor scalar = Tensor.scalar(element.isFloating() ? element : ElementType.FLOAT, value);
      newer = newer.withInput(2, emitter.constant("value", scalar));
    }
    return newer.without("value");
  }
}
