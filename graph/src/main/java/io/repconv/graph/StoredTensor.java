package io.repconv.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** A tensor whose values lie encoded in memory or in a mapped file. */
final class StoredTensor extends Tensor {
  /** The bits of a float but its sign. */
  private static final int FLOAT_MAGNITUDE = 0x7fffffff;

  /** One in the exponent's last place: added to the bits of infinity or NaN it sets the first. */
  private static final int FLOAT_EXPONENT = 0x00800000;

  private final ByteBuffer bytes;

  StoredTensor(ElementType type, long[] dims, ByteBuffer bytes) {
    super(type, dims);
    if (type != ElementType.OTHER && bytes.remaining() != (long) size() * type.bytes()) {
      throw new IllegalArgumentException(
          "%s needs %d bytes, got %d"
              .formatted(this, (long) size() * type.bytes(), bytes.remaining()));
    }
    this.bytes = bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public double[] doubles() {
    return doubles(0, size());
  }

  @Override
  public double[] doubles(int from, int to) {
    double[] values = new double[to - from];
    if (type() == ElementType.FLOAT) {
      forEachBlock(from, values.length, (block, count, at) -> widen(block, count, values, at));
      return values;
    }
    for (int i = from; i < to; i++) {
      values[i - from] = doubleAt(i);
    }
    return values;
  }

  @Override
  public void addTimes(double factor, int from, double[] sums, int at, int count) {
    if (type() == ElementType.FLOAT) {
      forEachBlock(
          from, count, (block, size, done) -> addTimes(factor, block, size, sums, at + done));
    } else {
      super.addTimes(factor, from, sums, at, count);
    }
  }

  private static void addTimes(double factor, float[] floats, int count, double[] sums, int at) {
    for (int i = 0; i < count; i++) {
      sums[at + i] += factor * floats[i];
    }
  }

  /** What is done with some floats, of which {@code done} came before. */
  private interface FloatVisitor {
    void visit(float[] floats, int count, int done);
  }

  /** Block by block: a loop over a buffer is several times slower than one over arrays. */
  private void forEachBlock(int from, int count, FloatVisitor visitor) {
    FloatBuffer floats = bytes.asFloatBuffer().position(from);
    float[] block = new float[Math.min(BLOCK, count)];
    for (int done = 0; done < count; done += block.length) {
      int some = Math.min(block.length, count - done);
      floats.get(block, 0, some);
      visitor.visit(block, some, done);
    }
  }

  private static void widen(float[] floats, int count, double[] values, int at) {
    for (int i = 0; i < count; i++) {
      values[at + i] = floats[i];
    }
  }

  @Override
  public boolean isFinite() {
    if (type() != ElementType.FLOAT) {
      return super.isFinite();
    }
    IntBuffer bits = bytes.asIntBuffer();
    int[] block = new int[Math.min(BLOCK, size())];
    int[] marks = new int[block.length];
    while (bits.hasRemaining()) {
      int count = Math.min(block.length, bits.remaining());
      bits.get(block, 0, count);
      mark(block, count, marks);
    }
    int any = 0;
    for (int mark : marks) {
      any |= mark;
    }
    return any >= 0;
  }

  /** Makes marks negative where there is infinity or NaN; a mark each is what vectors can do. */
  private static void mark(int[] floats, int count, int[] marks) {
    for (int i = 0; i < count; i++) {
      marks[i] |= (floats[i] & FLOAT_MAGNITUDE) + FLOAT_EXPONENT;
    }
  }

  @Override
  public double doubleAt(int i) {
    return switch (type()) {
      case FLOAT -> bytes.getFloat(i * 4);
      case DOUBLE -> bytes.getDouble(i * 8);
      case FLOAT16 -> Rounding.fromHalf(bytes.getShort(i * 2));
      case BFLOAT16 -> Rounding.fromBfloat(bytes.getShort(i * 2));
      default -> longAt(i);
    };
  }

  @Override
  public long[] longs() {
    long[] values = new long[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = longAt(i);
    }
    return values;
  }

  private long longAt(int i) {
    return switch (type()) {
      case INT64, UINT64 -> bytes.getLong(i * 8);
      case INT32 -> bytes.getInt(i * 4);
      case UINT32 -> bytes.getInt(i * 4) & 0xffffffffL;
      case INT16 -> bytes.getShort(i * 2);
      case UINT16 -> bytes.getShort(i * 2) & 0xffff;
      case INT8 -> bytes.get(i);
      case UINT8 -> bytes.get(i) & 0xff;
      case BOOL -> bytes.get(i) == 0 ? 0 : 1;
      default -> throw new IllegalStateException(this + " does not hold integers");
    };
  }

  @Override
  public ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public ByteBuffer bytes(int from, int to) {
    int width = type().bytes();
    return bytes.slice(from * width, (to - from) * width).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public Tensor reshaped(long... dims) {
    return new StoredTensor(type(), dims, bytes.duplicate());
  }
}
