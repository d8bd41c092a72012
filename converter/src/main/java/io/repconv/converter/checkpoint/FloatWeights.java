package io.repconv.converter.checkpoint;

import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Makes float32 of weights in other floating types, when they are read: half and bfloat16 exactly,
 * double with one rounding.
 */
final class FloatWeights {
  private static final int BLOCK = 1 << 14;

  private final Path path;
  private final Map<ElementType, Integer> changed = new EnumMap<>(ElementType.class);

  FloatWeights(Path path) {
    this.path = path;
  }

  /**
   * The tensor in float32, or as it is where its type is float32 or not floating.
   *
   * @throws RepconvException OVERFLOW where a double is beyond the range of float32
   */
  Tensor of(String name, Tensor tensor) {
    if (!tensor.type().isFloating() || tensor.type() == ElementType.FLOAT) {
      return tensor;
    }
    changed.merge(tensor.type(), 1, Integer::sum);
    if (tensor.type() == ElementType.DOUBLE) {
      requireInRange(name, tensor);
    }
    if (tensor.rank() == 0) {
      return tensor.roundedTo(ElementType.FLOAT);
    }
    int width = Math.toIntExact(tensor.size() / Math.max(1, tensor.dim(0)));
    return Tensor.deferred(
        ElementType.FLOAT,
        tensor.dims(),
        (from, to) -> {
          double[] rows = tensor.doubles(from * width, to * width);
          for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) rows[i];
          }
          return rows;
        });
  }

  private void requireInRange(String name, Tensor tensor) {
    for (int from = 0; from < tensor.size(); from += BLOCK) {
      for (double value : tensor.doubles(from, Math.min(tensor.size(), from + BLOCK))) {
        if (Double.isFinite(value) && Float.isInfinite((float) value)) {
          throw RepconvException.of(ErrorCode.OVERFLOW)
              .at(path + ", " + name)
              .observed("the double %s".formatted(value))
              .expected("a number within the range of float32")
              .build();
        }
      }
    }
  }

  /** What was changed, a sentence for each type. */
  List<String> notices() {
    List<String> notices = new ArrayList<>();
    changed.forEach(
        (type, count) ->
            notices.add(
                "%d %s of type %s became float32, %s"
                    .formatted(
                        count,
                        count == 1 ? "tensor" : "tensors",
                        type.text(),
                        type == ElementType.DOUBLE ? "each number rounded once" : "exactly")));
    return notices;
  }
}
