package io.repconv.converter.torchscript.value;

import io.repconv.graph.Dim;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Adds Reshape and Expand nodes whose target may depend on sizes. */
public final class Reshaping {
  private Reshaping() {}

  /**
   * The same elements under other dimensions.
   *
   * <p>ONNX's Reshape keeps a dimension for 0 and finds one for -1, so most symbolic targets need
   * no shape arithmetic.
   */
  public static Value reshape(Emitter emitter, Value value, List<Dim> target) {
    if (value.shape().isRanked() && value.shape().dims().equals(target)) {
      return value;
    }
    List<Long> numbers = new ArrayList<>();
    int open = 0;
    for (int axis = 0; axis < target.size(); axis++) {
      Dim dim = target.get(axis);
      boolean kept = axis < value.shape().rank() && value.shape().dim(axis).equals(dim);
      if (!dim.isConstant() && !kept) {
        open++;
      }
      numbers.add(dim.isConstant() ? dim.value() : kept ? 0 : -1L);
    }
    Value shape =
        open <= 1 && target.stream().noneMatch(dim -> dim.is(0))
            ? emitter.ints(numbers)
            : emitter.vector(target);
    return emitter.emit("Reshape", value, shape);
  }

  /**
   * The value broadcast to the shape of a tensor. Open sizes are read from the tensor itself, so
   * that nothing further away is needed to compute them.
   */
  public static Value expandLike(Emitter emitter, Value value, TorchTensor like) {
    if (like.shape().isStatic() || value.shape().equals(like.shape())) {
      return expand(emitter, value, like.shape());
    }
    return emitter.emit("Expand", value, emitter.emit("Shape", like.value()));
  }

  /** The value broadcast to a shape. */
  public static Value expand(Emitter emitter, Value value, Shape target) {
    return value.shape().equals(target)
        ? value
        : emitter.emit("Expand", value, emitter.vector(target.dims()));
  }
}
