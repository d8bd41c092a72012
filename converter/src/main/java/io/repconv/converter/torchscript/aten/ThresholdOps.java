package io.repconv.converter.torchscript.aten;

import io.repconv.graph.Value;

/** Functions of one tensor that change their rule at a threshold. */
final class ThresholdOps {
  private ThresholdOps() {}

  private static Value number(AtenCall call, double value, Value like) {
    return new Operands(call.emitter()).number(value, like.element());
  }

  /** x above the threshold, else the value. */
  static Object threshold(AtenCall call) {
    Value x = ActivationOps.floating(call);
    Value above = call.emit("Greater", x, number(call, call.real(1, "threshold"), x));
    return call.result(call.emit("Where", above, x, number(call, call.real(2, "value"), x)));
  }

  /** 0 where |x| is at most lambda, else x. */
  static Object hardshrink(AtenCall call) {
    Value x = ActivationOps.floating(call);
    Value limit = number(call, call.real(1, "lambd", 0.5), x);
    Value above = call.emit("Greater", call.emit("Abs", x), limit);
    return call.result(call.emit("Where", above, x, number(call, 0, x)));
  }

  /** x moved by lambda towards 0, and 0 between: x - clip(x, -lambda, lambda). */
  static Object softshrink(AtenCall call) {
    Value x = ActivationOps.floating(call);
    double lambda = call.real(1, "lambd", 0.5);
    Value clipped = call.emit("Clip", x, number(call, -lambda, x), number(call, lambda, x));
    return call.result(call.emit("Sub", x, clipped));
  }
}
