package io.repconv.graph;

import java.nio.ByteBuffer;

/** Writes numbers in the little-endian form of an element type, rounding floating values once. */
final class Encoding {
  private Encoding() {}

  static void put(ByteBuffer to, ElementType type, double[] values) {
    switch (type) {
      case FLOAT -> {
        // In one go: a loop over a buffer is several times slower than one over arrays.
        float[] rounded = rounded(values);
        to.asFloatBuffer().put(rounded);
        to.position(to.position() + Float.BYTES * rounded.length);
      }
      case DOUBLE -> {
        to.asDoubleBuffer().put(values);
        to.position(to.position() + Double.BYTES * values.length);
      }
      case FLOAT16 -> {
        for (double value : values) {
          to.putShort(Rounding.toHalf(value));
        }
      }
      case BFLOAT16 -> {
        for (double value : values) {
          to.putShort(Rounding.toBfloat(value));
        }
      }
      default -> throw new IllegalArgumentException(type + " is not a floating type");
    }
  }

  private static float[] rounded(double[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) values[i];
    }
    return rounded;
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
