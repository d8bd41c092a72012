package io.repconv.converter.torchscript.pickle;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle; every read is checked against what is left. */
final class PickleBytes {
  private static final int MAX_LONG_BYTES = 64;

  private final String where;
  private final ByteBuffer bytes;

  PickleBytes(String where, ByteBuffer bytes) {
    this.where = where;
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  int u1() {
    require(1);
    return bytes.get() & 0xff;
  }

  int u2() {
    require(2);
    return bytes.getShort() & 0xffff;
  }

  int i4() {
    require(4);
    return bytes.getInt();
  }

  double bigEndianDouble() {
    require(8);
    return Double.longBitsToDouble(Long.reverseBytes(bytes.getLong()));
  }

  /** An eight-byte length, checked to lie within what is left. */
  long length8() {
    require(8);
    return bytes.getLong();
  }

  String utf8(long length) {
    return new String(raw(length), StandardCharsets.UTF_8);
  }

  byte[] raw(long length) {
    require(length);
    byte[] content = new byte[(int) length];
    bytes.get(content);
    return content;
  }

  /** A little-endian two's complement number; small ones become a Long. */
  Object integer(long length) {
    if (length > MAX_LONG_BYTES) {
      throw malformed("an int of " + length + " bytes");
    }
    byte[] content = raw(length);
    byte[] reversed = new byte[content.length];
    for (int i = 0; i < content.length; i++) {
      reversed[i] = content[content.length - 1 - i];
    }
    BigInteger value = reversed.length == 0 ? BigInteger.ZERO : new BigInteger(reversed);
    return value.bitLength() <= 63 ? (Object) value.longValue() : value;
  }

  /** Up to, without, the next line feed. */
  String line() {
    StringBuilder text = new StringBuilder();
    for (int c = u1(); c != '\n'; c = u1()) {
      text.append((char) c);
    }
    return text.toString();
  }

  private void require(long count) {
    if (count < 0 || count > bytes.remaining()) {
      throw RepconvException.of(ErrorCode.TRUNCATED)
          .at(where)
          .observed("the pickle ends at byte %d, inside a value".formatted(bytes.limit()))
          .expected("a complete pickle")
          .why("The file is truncated or damaged.")
          .build();
    }
  }

  int position() {
    return bytes.position();
  }

  RepconvException malformed(String observed) {
    return RepconvException.of(ErrorCode.MALFORMED)
        .at(where)
        .observed("byte %d of the pickle: %s".formatted(bytes.position(), observed))
        .expected("a pickle as torch writes it")
        .build();
  }
}
