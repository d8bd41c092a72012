package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.repconv.graph.ElementType;
import java.util.EnumMap;
import java.util.Map;

/** ONNX's numbers of element types. */
final class ElementTypes {
  private static final Map<ElementType, DataType> NUMBERS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(ElementType.FLOAT, DataType.FLOAT),
              Map.entry(ElementType.DOUBLE, DataType.DOUBLE),
              Map.entry(ElementType.FLOAT16, DataType.FLOAT16),
              Map.entry(ElementType.BFLOAT16, DataType.BFLOAT16),
              Map.entry(ElementType.INT8, DataType.INT8),
              Map.entry(ElementType.INT16, DataType.INT16),
              Map.entry(ElementType.INT32, DataType.INT32),
              Map.entry(ElementType.INT64, DataType.INT64),
              Map.entry(ElementType.UINT8, DataType.UINT8),
              Map.entry(ElementType.UINT16, DataType.UINT16),
              Map.entry(ElementType.UINT32, DataType.UINT32),
              Map.entry(ElementType.UINT64, DataType.UINT64),
              Map.entry(ElementType.BOOL, DataType.BOOL)));

  private ElementTypes() {}

  /** The type of a number from a file; what repconv does not compute with is OTHER. */
  static ElementType of(int number) {
    for (Map.Entry<ElementType, DataType> entry : NUMBERS.entrySet()) {
      if (entry.getValue().getNumber() == number) {
        return entry.getKey();
      }
    }
    return ElementType.OTHER;
  }

  /** ONNX's number of a type other than {@link ElementType#OTHER}. */
  static int number(ElementType type) {
    DataType number = NUMBERS.get(type);
    if (number == null) {
      throw new IllegalArgumentException(type + " has no number");
    }
    return number.getNumber();
  }
}
