package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.TorchTensor;

/**
 * Operators of functional graphs that return a tensor with a part of it replaced: what the in-place
 * operators do to a view, done to a copy.
 */
final class ReplacementOps {
  private ReplacementOps() {}

  /** {@code copy(self, src)}: src in the shape and type of self. That of a list copies the list. */
  static Object copy(AtenCall call) {
    if (!call.hasTensor()) {
      return ListOps.copy(call);
    }
    return InPlaceOps.copy(call.with(duplicate(call), call.argument(1, "src")));
  }

  /** {@code fill(self, value)}. */
  static Object fill(AtenCall call) {
    return InPlaceOps.fill(call.with(duplicate(call), call.argument(1, "value")));
  }

  /** {@code slice_scatter(self, src, dim, start, end, step)}. */
  static Object slice(AtenCall call) {
    TorchTensor result = duplicate(call);
    Object part =
        ViewOps.slice(
            call.with(
                result,
                call.argument(2, "dim"),
                call.argument(3, "start"),
                call.argument(4, "end"),
                call.argument(5, "step")));
    InPlaceOps.copy(call.with(part, call.argument(1, "src")));
    return result;
  }

  /** {@code select_scatter(self, src, dim, index)}. */
  static Object select(AtenCall call) {
    TorchTensor result = duplicate(call);
    Object part =
        ViewOps.select(call.with(result, call.argument(2, "dim"), call.argument(3, "index")));
    InPlaceOps.copy(call.with(part, call.argument(1, "src")));
    return result;
  }

  private static TorchTensor duplicate(AtenCall call) {
    return call.result(call.tensor(0, "self").value());
  }
}
