package io.repconv.graph;

import java.util.Locale;

/** Element types of tensors, named as ONNX names them. */
public enum ElementType {
  FLOAT(1, 32, Kind.FLOATING),
  DOUBLE(11, 64, Kind.FLOATING),
  FLOAT16(10, 16, Kind.FLOATING),
  BFLOAT16(16, 16, Kind.FLOATING),
  INT8(3, 8, Kind.INTEGER),
  INT16(5, 16, Kind.INTEGER),
  INT32(6, 32, Kind.INTEGER),
  INT64(7, 64, Kind.INTEGER),
  UINT8(2, 8, Kind.INTEGER),
  UINT16(4, 16, Kind.INTEGER),
  UINT32(12, 32, Kind.INTEGER),
  UINT64(13, 64, Kind.INTEGER),
  BOOL(9, 8, Kind.BOOLEAN),
  /**
   * A type that repconv carries but never computes with: strings, 8-bit floats, 4-bit integers,
   * sequences.
   */
  OTHER(0, 0, Kind.OTHER);

  private enum Kind {
    FLOATING,
    INTEGER,
    BOOLEAN,
    OTHER
  }

  private final int code;
  private final int bits;
  private final Kind kind;

  ElementType(int code, int bits, Kind kind) {
    this.code = code;
    this.bits = bits;
    this.kind = kind;
  }

  /** The number of this type in ONNX's {@code TensorProto.DataType}; 0 for {@link #OTHER}. */
  public int code() {
    return code;
  }

  /** The type with this number in ONNX's {@code TensorProto.DataType}, else {@link #OTHER}. */
  public static ElementType ofCode(long code) {
    for (ElementType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return OTHER;
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
