package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.Reshaping;
import io.repconv.converter.torchscript.value.SizeConstraints;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Value;

/** Operators that replace the content of their first argument. */
final class InPlaceOps {
  private InPlaceOps() {}

  /** {@code copy_(self, src)}: src in the shape and type of self. */
  static Object copy(AtenCall call) {
    TorchTensor to = call.tensor(0, "self");
    TorchTensor from = call.tensor(1, "src");
    SizeConstraints.Fitted source = SizeConstraints.fit(from, to.shape(), call.where());
    if (!SizeConstraints.broadcasts(source.tensor().shape(), to.shape())) {
      throw call.unsupported(from.shape() + " copied to " + to.shape(), "shapes that broadcast");
    }
    Value cast = new Operands(call.emitter()).cast(source.tensor().value(), to.type());
    Value copied = Reshaping.expandLike(call.emitter(), cast, to);
    if (source.lifted() != null) {
      call.emitter().lift(source.lifted(), copied);
    }
    to.write(copied);
    return to;
  }

  /** {@code fill_(self, value)}. */
  static Object fill(AtenCall call) {
    return filled(call, call.argument(1, "value"));
  }

  static Object zero(AtenCall call) {
    return filled(call, 0L);
  }

  private static Object filled(AtenCall call, @org.jspecify.annotations.Nullable Object value) {
    TorchTensor to = call.tensor(0, "self");
    Value one = new Operands(call.emitter()).of(value, to.type());
    to.write(Reshaping.expandLike(call.emitter(), one, to));
    return to;
  }

  /** The in-place form of an operator: its result becomes the content of its first argument. */
  static Lowering of(Lowering functional) {
    return call -> {
      if (!AtenCall.isTensor(call.argument(0, "self"))) {
        return functional.lower(call);
      }
      TorchTensor to = call.tensor(0, "self");
      if (functional.lower(call) instanceof TorchTensor result && result != to) {
        store(call, to, result);
      }
      return to;
    };
  }

  /** Writes a result to a tensor that has to have its shape already. */
  static void store(AtenCall call, TorchTensor to, TorchTensor result) {
    if (!SizeConstraints.requireBroadcast(result.shape(), to.shape(), call.where())
        || result.rank() != to.rank()) {
      throw call.unsupported(result.shape() + " written to " + to.shape(), "the same shape");
    }
    to.write(new Operands(call.emitter()).cast(result.value(), to.type()));
  }
}
