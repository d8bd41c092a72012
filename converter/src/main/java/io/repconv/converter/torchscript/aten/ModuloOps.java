package io.repconv.converter.torchscript.aten;

import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Value;
import java.util.Arrays;

/** Remainders of divisions of tensors. */
final class ModuloOps {
  private ModuloOps() {}

  /** {@code x - y * floor(x / y)}, with the sign of y. */
  static Object remainder(AtenCall call) {
    Object a = call.argument(0, "self");
    Object b = call.argument(1, "other");
    ElementType type = Operands.commonType(Arrays.asList(a, b));
    if (!type.isFloating()) {
      return call.result(ArithmeticOps.binary(call, "Mod", type, a, b));
    }
    Operands operands = new Operands(call.emitter());
    Value x = operands.of(a, type);
    Value y = operands.of(b, type);
    Value whole = call.emit("Floor", call.emit("Div", x, y));
    return call.result(call.emit("Sub", x, call.emit("Mul", y, whole)));
  }

  /** C's fmod, with the sign of x. */
  static Object fmod(AtenCall call) {
    Object a = call.argument(0, "self");
    Object b = call.argument(1, "other");
    ElementType type = Operands.commonType(Arrays.asList(a, b));
    Operands operands = new Operands(call.emitter());
    Attributes sign = Attributes.NONE.with("fmod", 1L);
    return call.result(call.emit("Mod", sign, operands.of(a, type), operands.of(b, type)));
  }

  /** What is behind the point. */
  static Object fraction(AtenCall call) {
    Value x = ActivationOps.floating(call);
    return call.result(call.emit("Sub", x, ArithmeticOps.truncated(call, x)));
  }
}
