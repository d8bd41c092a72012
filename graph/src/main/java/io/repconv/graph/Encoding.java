package io.repconv.graph;

import java.nio.ByteBuffer;

/** Writes numbers in the little-endian form of an element type, rounding floating values once. */
final class Encoding {
  private Encoding() {}

  static void put(ByteBuffer to, ElementType type, double[] values) {
    for (double value : values) {
      switch (type) {
        case FLOAT -> to.putFloat((float) value);
        case DOUBLE -> to.putDouble(value);
        case FLOAT16 -> to.putShort(Rounding.toHalf(value));
        case BFLOAT16 -> to.putShort(Rounding.toBfloat(value));
        default -> throw new IllegalArgumentException(type + " is not a floating type");
      }
    }
  }

  static void put(ByteBuffer to, ElementType type, long[] values) {
    for (long value : values) {
      switch (type.bytes()) {
        case 1 -> to.put((byte) value);
        case 2 -> to.putShort((short) value);
        case 4 -> to.putInt((int) value);
        case 8 -> to.putLong(value);
        default -> throw new IllegalArgumentException(type + " is not an integer type");
      }
    }
  }
}
