package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.Emitter;
import io.repconv.converter.torchscript.value.ScalarTensor;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operands of arithmetic as graph values of one type, promoted as PyTorch does. */
final class Operands {
  private final Emitter emitter;

  Operands(Emitter emitter) {
    this.emitter = emitter;
  }

  /** The type in which the operands are computed together. */
  static ElementType commonType(List<? extends @Nullable Object> operands) {
    ElementType shaped = null;
    ElementType scalar = null;
    ElementType number = null;
    for (Object operand : operands) {
      ElementType type = typeOf(operand);
      if (operand instanceof TorchTensor tensor && tensor.rank() > 0) {
        shaped = shaped == null ? type : TorchTypes.promote(shaped, type);
      } else if (AtenCall.isTensor(operand)) {
        scalar = scalar == null ? type : TorchTypes.promote(scalar, type);
      } else {
        number = number == null ? type : TorchTypes.promote(number, type);
      }
    }
    ElementType common = null;
    for (ElementType next : new @Nullable ElementType[] {shaped, scalar, number}) {
      if (next != null) {
        common = common == null ? next : TorchTypes.weigh(common, next);
      }
    }
    return common == null ? ElementType.FLOAT : common;
  }

  private static ElementType typeOf(@Nullable Object operand) {
    if (operand instanceof TorchTensor tensor) {
      return tensor.type();
    }
    if (operand instanceof ScalarTensor scalar) {
      return scalar.type();
    }
    if (operand instanceof Boolean) {
      return ElementType.BOOL;
    }
    return operand instanceof Long || operand instanceof Dim
        ? ElementType.INT64
        : ElementType.FLOAT;
  }

  /** The operand as a value of the type. */
  Value of(@Nullable Object operand, ElementType type) {
    if (operand instanceof TorchTensor tensor) {
      return cast(tensor.value(), type);
    }
    return number(operand instanceof ScalarTensor scalar ? scalar.number() : operand, type);
  }

  Value cast(Value value, ElementType type) {
    if (value.element() == type) {
      return value;
    }
    Tensor constant = value.constant();
    if (constant != null && constant.rank() == 0) {
      return number(
          type.isFloating() ? (Object) constant.item() : (Object) (long) constant.item(), type);
    }
    return emitter.emit("Cast", Attributes.NONE.with("to", (long) type.code()), value);
  }

  /** A number, known or a size, as a scalar. */
  Value number(@Nullable Object number, ElementType type) {
    if (number instanceof Dim dim) {
      Value vector = emitter.size(dim);
      Value scalar = emitter.emit("Squeeze", vector, emitter.ints(0));
      return cast(scalar, type);
    }
    double value =
        number instanceof Boolean flag
            ? (flag ? 1 : 0)
            : number instanceof Number n ? n.doubleValue() : Double.NaN;
    if (type.isFloating()) {
      return emitter.constant(Tensor.scalar(type, value));
    }
    long integer = number instanceof Long exact ? exact : (long) value;
    return emitter.constant(Tensor.of(type, new long[0], new long[] {integer}));
  }
}
