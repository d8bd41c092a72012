package io.repconv.converter.torchscript;

import io.repconv.converter.torchscript.pickle.TensorRef;
import io.repconv.converter.torchscript.pickle.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The example inputs of a trace, of which torch 2 keeps shapes and types: {@code {"forward":
 * [tensor, …]}}.
 */
final class TracedInputs {
  private TracedInputs() {}

  /**
   * The example tensors in the order of the parameters; empty where the archive has none or other
   * things among them.
   */
  static List<TensorRef> tensors(@Nullable Object traced) {
    List<TensorRef> tensors = new ArrayList<>();
    Object forward = traced instanceof Map<?, ?> methods ? methods.get("forward") : null;
    List<?> items =
        forward instanceof Tuple tuple
            ? tuple.items()
            : forward instanceof List<?> list ? list : List.of();
    for (Object item : items) {
      if (!(item instanceof TensorRef tensor)) {
        return List.of();
      }
      tensors.add(tensor);
    }
    return tensors;
  }
}
