package io.repconv.graph;

import java.util.Locale;

/** Element types of tensors, named as ONNX names them. */
public enum ElementType {
  FLOAT(32, Kind.FLOATING),
  DOUBLE(64, Kind.FLOATING),
  FLOAT16(16, Kind.FLOATING),
  BFLOAT16(16, Kind.FLOATING),
  INT8(8, Kind.INTEGER),
  INT16(16, Kind.INTEGER),
  INT32(32, Kind.INTEGER),
  INT64(64, Kind.INTEGER),
  UINT8(8, Kind.INTEGER),
  UINT16(16, Kind.INTEGER),
  UINT32(32, Kind.INTEGER),
  UINT64(64, Kind.INTEGER),
  BOOL(8, Kind.BOOLEAN),
  /**
   * A type that repconv carries but never computes with: strings, 8-bit floats, 4-bit integers,
   * sequences.
   */
  OTHER(0, Kind.OTHER);

  private enum Kind {
    FLOATING,
    INTEGER,
    BOOLEAN,
    OTHER
  }

  private final int bits;
  private final Kind kind;

  ElementType(int bits, Kind kind) {
    this.bits = bits;
    this.kind = kind;
  }

  /** Bytes one element takes in a little-endian dense tensor; 0 for {@link #OTHER}. */
  public int bytes() {
    return bits / Byte.SIZE;
  }

  public boolean isFloating() {
    return kind == Kind.FLOATING;
  }

  public boolean isInteger() {
    return kind == Kind.INTEGER;
  }

  /** The unit roundoff u of a floating type: the largest relative error of rounding to nearest. */
  public double unitRoundoff() {
    return switch (this) {
      case DOUBLE -> 0x1p-53;
      case FLOAT -> 0x1p-24;
      case FLOAT16 -> 0x1p-11;
      case BFLOAT16 -> 0x1p-8;
      default -> throw new IllegalArgumentException(this + " is not a floating type");
    };
  }

  /** The name used in the text form of a graph: {@code float}, {@code int64}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
