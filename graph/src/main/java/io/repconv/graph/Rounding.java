package io.repconv.graph;

/**
 * Conversions between double and the floating element types, each rounded once, to nearest even.
 */
public final class Rounding {
  private Rounding() {}

  /** The nearest value of the type, as a double; an overflow gives an infinity. */
  public static double round(double value, ElementType type) {
    return switch (type) {
      case DOUBLE -> value;
      case FLOAT -> (float) value;
      case FLOAT16 -> fromHalf(toHalf(value));
      case BFLOAT16 -> fromBfloat(toBfloat(value));
      default -> throw new IllegalArgumentException(type + " is not a floating type");
    };
  }

  /** The distance between neighbouring values of the type at this magnitude. */
  public static double ulp(double value, ElementType type) {
    double magnitude = Math.abs(round(value, type));
    return switch (type) {
      case DOUBLE -> Math.ulp(magnitude);
      case FLOAT -> Math.ulp((float) magnitude);
      case FLOAT16 -> ulp(magnitude, 11, -14);
      case BFLOAT16 -> ulp(magnitude, 8, -126);
      default -> throw new IllegalArgumentException(type + " is not a floating type");
    };
  }

  private static double ulp(double magnitude, int precision, int lowestExponent) {
    int exponent =
        magnitude == 0 ? lowestExponent : Math.max(Math.getExponent(magnitude), lowestExponent);
    return Math.scalb(1.0, exponent - precision + 1);
  }

  static short toHalf(double value) {
    return (short) encode(value, 11, 5);
  }

  static double fromHalf(short bits) {
    return decode(bits & 0xffff, 11, 5);
  }

  static short toBfloat(double value) {
    return (short) encode(value, 8, 8);
  }

  static double fromBfloat(short bits) {
    return Float.intBitsToFloat((bits & 0xffff) << 16);
  }

  /**
   * IEEE 754 encoding with {@code precision} significant bits (the hidden one counted) in 16 bits.
   */
  private static int encode(double value, int precision, int exponentBits) {
    int fractionBits = precision - 1;
    int bias = (1 << (exponentBits - 1)) - 1;
    int infinity = ((1 << exponentBits) - 1) << fractionBits;
    int sign = (int) (Double.doubleToRawLongBits(value) >>> 63) << 15;
    if (Double.isNaN(value)) {
      return sign | infinity | 1 << (fractionBits - 1);
    }
    double magnitude = Math.abs(value);
    if (magnitude == 0) {
      return sign;
    }
    int exponent = Math.max(Math.getExponent(magnitude), 1 - bias);
    // Scaled by a power of two so that one unit is one ulp; rint rounds to even, a carry runs into
    // the exponent.
    if (exponent > bias) {
      return sign | infinity;
    }
    long units = (long) Math.rint(Math.scalb(magnitude, fractionBits - exponent));
    long bits = units + ((long) (exponent + bias - 1) << fractionBits);
    return sign | (int) Math.min(bits, infinity);
  }

  private static double decode(int bits, int precision, int exponentBits) {
    int fractionBits = precision - 1;
    int bias = (1 << (exponentBits - 1)) - 1;
    int exponent = bits >>> fractionBits & (1 << exponentBits) - 1;
    int fraction = bits & (1 << fractionBits) - 1;
    double magnitude;
    if (exponent == (1 << exponentBits) - 1) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((double) fraction, 1 - bias - fractionBits);
    } else {
      magnitude =
          Math.scalb((double) (fraction | 1 << fractionBits), exponent - bias - fractionBits);
    }
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }
}
