package io.repconv.converter.torchscript.aten;

import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Value;
import java.util.Arrays;

/** Remainders of divisions of tensors. */
final class ModuloOps {
  private ModuloOps() {}

  private static final Attributes FMOD = Attributes.NONE.with("fmod", 1L);

  /** What is left of x, with the sign of y: fmod, and y more where its sign is the other one. */
  static Object remainder(AtenCall call) {
    Object a = call.argument(0, "self");
    Object b = call.argument(1, "other");
    ElementType type = Operands.commonType(Arrays.asList(a, b));
    if (!type.isFloating()) {
      return call.result(ArithmeticOps.binary(call, "Mod", type, a, b));
    }
    Operands operands = new Operands(call.emitter());
    Value rest = ArithmeticOps.binary(call, "Mod", FMOD, type, a, b);
    Value y = operands.of(b, type);
    Value zero = operands.number(0, type);
    Value opposite = call.emit("Xor", call.emit("Less", rest, zero), call.emit("Less", y, zero));
    Value nothing = call.emit("Equal", rest, zero);
    Value moved = call.emit("And", opposite, call.emit("Not", nothing));
    return call.result(call.emit("Where", moved, call.emit("Add", rest, y), rest));
  }

  /** C's fmod, with the sign of x. */
  static Object fmod(AtenCall call) {
    Object a = call.argument(0, "self");
    Object b = call.argument(1, "other");
    ElementType type = Operands.commonType(Arrays.asList(a, b));
    return call.result(ArithmeticOps.binary(call, "Mod", FMOD, type, a, b));
  }

  /** What is behind the point. */
  static Object fraction(AtenCall call) {
    Value x = ActivationOps.floating(call);
    return call.result(call.emit("Sub", x, ArithmeticOps.truncated(call, x)));
  }
}
