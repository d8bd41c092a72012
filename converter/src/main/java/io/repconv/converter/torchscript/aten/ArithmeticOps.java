package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.SizeConstraints;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Value;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arithmetic and comparison of tensors element by element, with broadcasting. */
final class ArithmeticOps {
  private ArithmeticOps() {}

  static Object add(AtenCall call) {
    if (call.argument(0, "self") instanceof List<?> || call.argument(0, "self") instanceof String) {
      return ListOps.concat(call);
    }
    return scaled(call, "Add", call.argument(0, "self"), call.argument(1, "other"));
  }

  static Object subtract(AtenCall call) {
    return scaled(call, "Sub", call.argument(0, "self"), call.argument(1, "other"));
  }

  /** other - alpha * self. */
  static Object reverseSubtract(AtenCall call) {
    return scaled(call, "Sub", call.argument(1, "other"), call.argument(0, "self"));
  }

  /** a op alpha * b. */
  private static Object scaled(AtenCall call, String op, @Nullable Object a, @Nullable Object b) {
    Object alpha = call.argument(2, "alpha");
    boolean plain = alpha == null || (Numbers.isNumber(alpha) && Numbers.real(alpha) == 1);
    Object right = plain ? b : binary(call, "Mul", b, alpha);
    return binary(call, op, a, right);
  }

  static Object multiply(AtenCall call) {
    if (call.argument(0, "self") instanceof List<?>) {
      return ListOps.times(call);
    }
    return binary(call, "Mul", call.argument(0, "self"), call.argument(1, "other"));
  }

  static Object divide(AtenCall call) {
    Object a = call.argument(0, "self");
    Object b = call.argument(1, "other");
    String rounding = call.text(2, "rounding_mode", "");
    ElementType common = Operands.commonType(Arrays.asList(a, b));
    if (rounding.isEmpty()) {
      ElementType type = common.isFloating() ? common : ElementType.FLOAT;
      return call.result(binary(call, "Div", type, a, b));
    }
    if (!common.isFloating()) {
      throw call.unsupported("integer division with rounding_mode " + rounding, "floating tensors");
    }
    Value quotient = binary(call, "Div", common, a, b);
    return call.result(
        rounding.equals("floor") ? call.emit("Floor", quotient) : truncated(call, quotient));
  }

  static Object floorDivide(AtenCall call) {
    Object a = call.argument(0, "self");
    Object b = call.argument(1, "other");
    ElementType common = Operands.commonType(Arrays.asList(a, b));
    if (!common.isFloating()) {
      throw call.unsupported("floor division of integer tensors", "floating tensors");
    }
    return call.result(call.emit("Floor", binary(call, "Div", common, a, b)));
  }

  /** Towards zero: sign(x) * floor(|x|). */
  static Value truncated(AtenCall call, Value x) {
    return call.emit("Mul", call.emit("Sign", x), call.emit("Floor", call.emit("Abs", x)));
  }

  /**
   * Lowering of an operator on two tensors or numbers that has an ONNX operator of the same
   * meaning.
   */
  static Lowering elementwise(String op) {
    return call -> binary(call, op, call.argument(0, "self"), call.argument(1, "other"));
  }

  /** Of tensors element by element, of anything else as Python does. */
  static Object equal(AtenCall call) {
    return call.hasTensor()
        ? binary(call, "Equal", call.argument(0, "self"), call.argument(1, "other"))
        : Comparisons.equal(call);
  }

  static Object notEqual(AtenCall call) {
    if (!call.hasTensor()) {
      return Comparisons.notEqual(call);
    }
    TorchTensor equal = binary(call, "Equal", call.argument(0, "self"), call.argument(1, "other"));
    return call.result(call.emit("Not", equal.value()));
  }

  /** And, or, xor of boolean tensors or flags. */
  static Lowering logical(String op, NumberOps.Binary flags) {
    return call -> {
      if (!call.hasTensor()) {
        return flags.apply(call.flag(0, "self", false), call.flag(1, "other", false));
      }
      return call.result(
          binary(call, op, ElementType.BOOL, call.argument(0, "self"), call.argument(1, "other")));
    };
  }

  /** The same of bits, of which only those of booleans are supported. */
  static Lowering bitwise(String op, NumberOps.Binary flags) {
    Lowering logical = logical(op, flags);
    return call -> {
      for (int i = 0; i < 2; i++) {
        Object operand = call.argument(i, i == 0 ? "self" : "other");
        if (Operands.commonType(Arrays.asList(operand)) != ElementType.BOOL) {
          throw call.wrong(i == 0 ? "self" : "other", operand, "booleans");
        }
      }
      return logical.lower(call);
    };
  }

  /** The complement; of an integer -1 - x. */
  static Object bitwiseNot(AtenCall call) {
    ElementType type = call.tensor(0, "self").type();
    return type == ElementType.BOOL
        ? logicalNot(call)
        : binary(call, "Sub", -1L, call.tensor(0, "self"));
  }

  static Object isNaN(AtenCall call) {
    return call.result(call.emit("IsNaN", ActivationOps.floating(call)));
  }

  static Object isInfinite(AtenCall call) {
    Value size = call.emit("Abs", ActivationOps.floating(call));
    Value infinity = new Operands(call.emitter()).number(Double.POSITIVE_INFINITY, size.element());
    return call.result(call.emit("Equal", size, infinity));
  }

  static Object logicalNot(AtenCall call) {
    Value x = new Operands(call.emitter()).cast(call.tensor(0, "self").value(), ElementType.BOOL);
    return call.result(call.emit("Not", x));
  }

  static Object power(AtenCall call) {
    Object base = call.argument(0, "self");
    Object exponent = call.argument(1, "exponent");
    if (Numbers.isNumber(exponent)
        && Numbers.real(java.util.Objects.requireNonNull(exponent)) == 2) {
      return binary(call, "Mul", base, base);
    }
    return binary(call, "Pow", base, exponent);
  }

  /** {@code lerp(self, end, weight)}: self + weight * (end - self). */
  static Object lerp(AtenCall call) {
    Object start = call.argument(0, "self");
    TorchTensor difference = binary(call, "Sub", call.argument(1, "end"), start);
    return binary(call, "Add", start, binary(call, "Mul", difference, call.argument(2, "weight")));
  }

  static Object addcmul(AtenCall call) {
    TorchTensor product =
        binary(call, "Mul", call.argument(1, "tensor1"), call.argument(2, "tensor2"));
    return addScaled(call, product);
  }

  static Object addcdiv(AtenCall call) {
    TorchTensor quotient =
        binary(call, "Div", call.argument(1, "tensor1"), call.argument(2, "tensor2"));
    return addScaled(call, quotient);
  }

  private static Object addScaled(AtenCall call, TorchTensor term) {
    double factor = call.real(3, "value", 1);
    Object scaled = factor == 1 ? term : binary(call, "Mul", term, factor);
    return binary(call, "Add", call.argument(0, "self"), scaled);
  }

  static TorchTensor binary(AtenCall call, String op, @Nullable Object a, @Nullable Object b) {
    ElementType type = Operands.commonType(Arrays.asList(a, b));
    String operator = type == ElementType.BOOL ? onFlags(op) : op;
    return call.result(binary(call, operator, type, a, b));
  }

  /** Arithmetic of booleans, which is logic in PyTorch. */
  private static String onFlags(String op) {
    return switch (op) {
      case "Add", "Max" -> "Or";
      case "Mul", "Min" -> "And";
      default -> op;
    };
  }

  static Value binary(
      AtenCall call, String op, ElementType type, @Nullable Object a, @Nullable Object b) {
    return binary(call, op, Attributes.NONE, type, a, b);
  }

  static Value binary(
      AtenCall call,
      String op,
      Attributes attributes,
      ElementType type,
      @Nullable Object a,
      @Nullable Object b) {
    Operands operands = new Operands(call.emitter());
    if (!(a instanceof TorchTensor x) || !(b instanceof TorchTensor y)) {
      return call.emit(op, attributes, operands.of(a, type), operands.of(b, type));
    }
    SizeConstraints.Fitted left = SizeConstraints.fit(x, y.shape(), call.where());
    SizeConstraints.Fitted right = SizeConstraints.fit(y, left.tensor().shape(), call.where());
    Value result =
        call.emit(
            op, attributes, operands.of(left.tensor(), type), operands.of(right.tensor(), type));
    for (SizeConstraints.Fitted operand : List.of(left, right)) {
      if (operand.lifted() != null) {
        call.emitter().lift(operand.lifted(), result);
      }
    }
    return result;
  }
}
