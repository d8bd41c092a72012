package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.ScalarTensor;
import io.repconv.converter.torchscript.value.Sizes;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Operators on numbers, which a program computes while it is evaluated. A trace computes sizes in
 * tensors without dimensions; those are numbers here too.
 */
final class NumberOps {
  private NumberOps() {}

  /** An operator on two numbers. */
  interface Binary {
    Object apply(Object a, Object b);
  }

  /** An operator on one number. */
  interface Unary {
    Object apply(Object a);
  }

  /**
   * The lowering of an operator that takes numbers or tensors.
   *
   * @param tensors what happens where an operand is a tensor with unknown content
   */
  static Lowering binary(Binary numbers, Lowering tensors) {
    return call -> {
      Object a = call.argument(0, "self");
      Object b = call.argument(1, "other");
      if (!call.hasTensor() && Numbers.isNumber(a) && Numbers.isNumber(b)) {
        return numbers.apply(Objects.requireNonNull(a), Objects.requireNonNull(b));
      }
      if (a instanceof ScalarTensor || b instanceof ScalarTensor) {
        Object left = knownNumber(a);
        Object right = knownNumber(b);
        if (left != null && right != null) {
          return scalar(numbers.apply(left, right));
        }
      }
      return tensors.lower(call);
    };
  }

  static Lowering unary(Unary numbers, Lowering tensors) {
    return call -> {
      Object a = call.argument(0, "self");
      if (a instanceof ScalarTensor scalar) {
        return scalar(numbers.apply(scalar.number()));
      }
      return a != null && Numbers.isNumber(a) ? numbers.apply(a) : tensors.lower(call);
    };
  }

  /** For operators that exist on numbers only. */
  static Lowering numbersOnly(Binary numbers) {
    return binary(
        numbers,
        call -> {
          throw call.wrong("self", call.argument(0, "self"), "numbers");
        });
  }

  /**
   * The number that an operand is, also one in a constant integer tensor; null where it is not
   * known.
   */
  static @Nullable Object knownNumber(@Nullable Object operand) {
    if (operand instanceof ScalarTensor scalar) {
      return scalar.number();
    }
    if (operand instanceof TorchTensor tensor && tensor.rank() == 0) {
      Tensor constant = tensor.value().constant();
      return constant == null ? null : item(constant);
    }
    return Numbers.isNumber(operand) ? operand : null;
  }

  static Object item(Tensor constant) {
    double value = constant.item();
    if (constant.type() == ElementType.BOOL) {
      return value != 0;
    }
    return constant.type().isFloating() ? (Object) value : (Object) constant.longs()[0];
  }

  private static Object scalar(Object number) {
    return new ScalarTensor(number, typeOf(number));
  }

  private static ElementType typeOf(Object number) {
    if (number instanceof Boolean) {
      return ElementType.BOOL;
    }
    return Sizes.isInt(number) ? ElementType.INT64 : ElementType.FLOAT;
  }

  /** prim::NumToTensor. */
  static Object numToTensor(AtenCall call) {
    Object number = call.argument(0, "a");
    if (!Numbers.isNumber(number)) {
      throw call.wrong("a", number, "a number");
    }
    return scalar(Objects.requireNonNull(number));
  }

  /** Int, Float, ScalarImplicit and item: the number in a tensor. */
  static Object fromTensor(AtenCall call) {
    Object number = toNumber(call.argument(0, "a"));
    if (number == null) {
      throw DataDependence.refuse(call.where(), "the number in a tensor");
    }
    return number;
  }

  /** The number that a number, a string's digits or a tensor of one known element is, else null. */
  static @Nullable Object toNumber(@Nullable Object value) {
    Object known = knownNumber(value);
    if (known != null) {
      return known;
    }
    if (value instanceof TorchTensor tensor && tensor.value().integers() != null) {
      List<io.repconv.graph.Dim> integers = tensor.value().integers();
      return integers.size() == 1 ? Sizes.number(integers.get(0)) : null;
    }
    return null;
  }
}
