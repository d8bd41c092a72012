package io.repconv.converter.torchscript.aten;

import io.repconv.graph.ElementType;
import java.util.List;

/**
 * PyTorch's numbers of element types, and the type in which operands of several types are computed.
 */
final class TorchTypes {
  /** ScalarType of c10, by number; OTHER where there is no counterpart. */
  private static final List<ElementType> BY_NUMBER =
      List.of(
          ElementType.UINT8,
          ElementType.INT8,
          ElementType.INT16,
          ElementType.INT32,
          ElementType.INT64,
          ElementType.FLOAT16,
          ElementType.FLOAT,
          ElementType.DOUBLE,
          ElementType.OTHER,
          ElementType.OTHER,
          ElementType.OTHER,
          ElementType.BOOL,
          ElementType.OTHER,
          ElementType.OTHER,
          ElementType.OTHER,
          ElementType.BFLOAT16);

  private TorchTypes() {}

  static ElementType of(long number, AtenCall call) {
    ElementType type =
        number >= 0 && number < BY_NUMBER.size() ? BY_NUMBER.get((int) number) : ElementType.OTHER;
    if (type == ElementType.OTHER) {
      throw call.unsupported("dtype number " + number, "a real, integer or boolean type");
    }
    return type;
  }

  static long number(ElementType type) {
    return BY_NUMBER.indexOf(type);
  }

  private static int category(ElementType type) {
    return type.isFloating() ? 2 : type.isInteger() ? 1 : 0;
  }

  /** The type of two tensors together. */
  static ElementType promote(ElementType a, ElementType b) {
    if (a == b) {
      return a;
    }
    if (category(a) != category(b)) {
      return category(a) > category(b) ? a : b;
    }
    if (a.bytes() != b.bytes()) {
      return a.bytes() > b.bytes() ? a : b;
    }
    return a.isFloating()
        ? ElementType.FLOAT
        : ElementType.INT16; // half with bfloat16, int8 with uint8
  }

  /**
   * The type of a stronger and a weaker operand: tensors with dimensions are stronger than those
   * without, and these stronger than numbers. The weaker one counts only where it is of a higher
   * kind.
   */
  static ElementType weigh(ElementType strong, ElementType weak) {
    return category(weak) > category(strong) ? weak : strong;
  }
}
