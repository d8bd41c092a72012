package io.repconv.converter.pt2;

import io.repconv.graph.ElementType;
import java.util.List;

/**
 * Element types by the numbers of torch/_export/serde/schema.py, which are not those of c10: there
 * UINT8 is 0, here it is 1.
 */
final class ScalarTypes {
  private static final int BFLOAT16 = 13;
  private static final long BFLOAT16_IN_C10 = 15;

  private static final List<ElementType> BY_NUMBER =
      List.of(
          ElementType.OTHER,
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
          ElementType.BFLOAT16);

  private ScalarTypes() {}

  static ElementType type(JsonField number) {
    long value = number.integer();
    ElementType type =
        value >= 0 && value < BY_NUMBER.size() ? BY_NUMBER.get((int) value) : ElementType.OTHER;
    if (type == ElementType.OTHER) {
      throw number.malformed("the number of a real, integer or boolean type");
    }
    return type;
  }

  /** The number that operators take for a type. */
  static long inC10(JsonField number) {
    type(number);
    return number.integer() == BFLOAT16 ? BFLOAT16_IN_C10 : number.integer() - 1;
  }
}
