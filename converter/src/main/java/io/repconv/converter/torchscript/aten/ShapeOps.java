package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.pickle.Device;
import io.repconv.converter.torchscript.value.ScalarTensor;
import io.repconv.converter.torchscript.value.Sizes;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Dim;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Questions about a tensor that its shape and type answer. */
final class ShapeOps {
  private ShapeOps() {}

  /** All sizes, or the one of an axis. */
  static Object size(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    if (call.has(1, "dim")) {
      return Sizes.number(x.shape().dim(call.axis(1, "dim", x.rank(), 0)));
    }
    List<Object> sizes = new ArrayList<>();
    for (Dim dim : x.shape().dims()) {
      sizes.add(Sizes.number(dim));
    }
    return sizes;
  }

  static Object rank(AtenCall call) {
    return call.argument(0, "self") instanceof ScalarTensor
        ? 0L
        : (Object) (long) call.tensor(0, "self").rank();
  }

  static Object elements(AtenCall call) {
    return Sizes.number(call.tensor(0, "self").shape().elements());
  }

  /** len() of a tensor: its first size. */
  static Object length(AtenCall call) {
    TorchTensor x = call.tensor(0, "a");
    if (x.rank() == 0) {
      throw call.unsupported(
          "the length of a tensor without dimensions", "a tensor with a first axis");
    }
    return Sizes.number(x.shape().dim(0));
  }

  static Object type(AtenCall call) {
    Object value = call.argument(0, "a");
    return TorchTypes.number(
        value instanceof ScalarTensor s ? s.type() : call.tensor(0, "a").type());
  }

  static Object isFloating(AtenCall call) {
    return call.tensor(0, "self").type().isFloating();
  }

  static Object device(AtenCall call) {
    return new Device("cpu");
  }

  static Object no(AtenCall call) {
    return false;
  }

  /** prim::layout: strided. */
  static Object layout(AtenCall call) {
    return 0L;
  }

  static @Nullable Object nothing(AtenCall call) {
    return null;
  }
}
