package io.repconv.graph.op;

import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;

/** Integer arithmetic in the width of an element type. */
final class Integers {
  private Integers() {}

  /** The value that remains when only the type's bits are kept. */
  static long wrap(long value, ElementType type) {
    return switch (type) {
      case INT8 -> (byte) value;
      case INT16 -> (short) value;
      case INT32 -> (int) value;
      case UINT8 -> value & 0xff;
      case UINT16 -> value & 0xffff;
      case UINT32 -> value & 0xffffffffL;
      default -> value;
    };
  }

  /**
   * The values of an integer tensor, in order. Numbers of 2^63 and above, which only uint64 has,
   * are refused.
   */
  static long[] ordered(Tensor tensor) {
    long[] values = tensor.longs();
    if (tensor.type() == ElementType.UINT64) {
      for (long value : values) {
        if (value < 0) {
          throw new UnsupportedOperationException("uint64 numbers of 2^63 and above");
        }
      }
    }
    return values;
  }
}
