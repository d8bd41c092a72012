package io.repconv.converter.onnx.upgrade;

import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Resize, and Upsample which it replaced. Before opset 11 there was one way to find a position, i /
 * scale, and nearest took the element before it (when enlarging) or behind it (when reducing, as
 * ONNX Runtime does).
 */
final class ResizeUpgrades {
  private ResizeUpgrades() {}

  static SourceNode scalesAsInput(SourceNode node, Emitter emitter) {
    Attributes.Attribute scales = node.attributes().find("scales").orElse(null);
    if (!(scales instanceof Attributes.Reals reals)) {
      throw new IllegalArgumentException("no attribute 'scales'");
    }
    double[] values = reals.values().stream().mapToDouble(Double::doubleValue).toArray();
    Tensor tensor = Tensor.of(ElementType.FLOAT, new long[] {values.length}, values);
    return node.without("scales").withInput(1, emitter.constant("scales", tensor));
  }

  static @Nullable SourceNode upsampled(SourceNode node, Emitter emitter) {
    return scalesOnly(node.named("Resize"), emitter);
  }

  static @Nullable SourceNode scalesOnly(SourceNode node, Emitter emitter) {
    Value scales = node.input(1);
    String mode = node.attributes().text("mode", "nearest");
    Attributes attributes =
        Attributes.NONE
            .with("mode", mode.equals("bilinear") ? "linear" : mode)
            .with("coordinate_transformation_mode", "asymmetric");
    if (mode.equals("nearest")) {
      Tensor known = scales.constant();
      if (known == null) {
        return null;
      }
      boolean enlarges = Arrays.stream(known.doubles()).allMatch(scale -> scale >= 1);
      boolean reduces = Arrays.stream(known.doubles()).allMatch(scale -> scale <= 1);
      if (!enlarges && !reduces) {
        return null;
      }
      attributes = attributes.with("nearest_mode", enlarges ? "floor" : "ceil");
    }
    return node.with(attributes).withInputs(List.of(node.input(0), Value.ABSENT, scales));
  }

  /** Before opset 13 an input that is not meant was a tensor without elements. */
  static @Nullable SourceNode withoutEmptyInputs(SourceNode node, Emitter emitter) {
    String transform = node.attributes().text("coordinate_transformation_mode", "half_pixel");
    if (transform.equals("tf_half_pixel_for_nn") || transform.equals("tf_crop_and_resize")) {
      return null;
    }
    SourceNode newer = node.withInput(1, Value.ABSENT);
    for (int i = 2; i < node.inputs().size(); i++) {
      if (node.input(i).isConstant()
          && Objects.requireNonNull(node.input(i).constant()).size() == 0) {
        newer = newer.withInput(i, Value.ABSENT);
      }
    }
    return newer;
  }
}
