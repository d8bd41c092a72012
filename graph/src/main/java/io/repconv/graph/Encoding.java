package io.repconv.graph;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Writes numbers in the little-endian form of an element type, rounding floating values once. */
final class Encoding {
  private Encoding() {}

  static void put(ByteBuffer to, ElementType type, double[] values) {
    switch (type) {
      case FLOAT -> {
        // Block by block: a loop over a buffer is several times slower than one over arrays.
        FloatBuffer floats = to.asFloatBuffer();
        float[] block = new float[Math.min(Tensor.BLOCK, values.length)];
        for (int at = 0; at < values.length; at += block.length) {
          int count = Math.min(block.length, values.length - at);
          round(values, at, block, count);
          floats.put(block, 0, count);
        }
        to.position(to.position() + Float.BYTES * values.length);
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

  private static void round(double[] values, int at, float[] rounded, int count) {
    for (int i = 0; i < count; i++) {
      rounded[i] = (float) values[at + i];
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
