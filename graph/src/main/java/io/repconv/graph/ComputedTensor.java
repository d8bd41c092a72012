package io.repconv.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A tensor held as doubles or as longs. */
final class ComputedTensor extends Tensor {
  static final Tensor ABSENT =
      new ComputedTensor(ElementType.OTHER, new long[] {0}, new double[0], null);

  private final double @Nullable [] doubles;
  private final long @Nullable [] longs;

  ComputedTensor(
      ElementType type, long[] dims, double @Nullable [] doubles, long @Nullable [] longs) {
    super(type, dims);
    int length = doubles != null ? doubles.length : longs != null ? longs.length : -1;
    if (length != size()) {
      throw new IllegalArgumentException(this + " got " + length + " values");
    }
    if (type != ElementType.OTHER && type.isFloating() != (doubles != null)) {
      throw new IllegalArgumentException(this + " holds the wrong kind of numbers");
    }
    this.doubles = doubles;
    this.longs = longs;
  }

  @Override
  public double[] doubles() {
    if (doubles != null) {
      return doubles;
    }
    long[] integers = longs();
    double[] values = new double[integers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = integers[i];
    }
    return values;
  }

  @Override
  public double doubleAt(int position) {
    return doubles != null ? doubles[position] : longs()[position];
  }

  @Override
  public long[] longs() {
    if (longs == null) {
      throw new IllegalStateException(this + " does not hold integers");
    }
    return longs;
  }

  @Override
  public ByteBuffer bytes() {
    return bytes(0, size());
  }

  @Override
  public ByteBuffer bytes(int from, int to) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(to - from, type().bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    if (doubles != null) {
      Encoding.put(bytes, type(), Arrays.copyOfRange(doubles, from, to));
    } else {
      Encoding.put(bytes, type(), Arrays.copyOfRange(longs(), from, to));
    }
    return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public Tensor reshaped(long... dims) {
    return new ComputedTensor(type(), dims, doubles, longs);
  }

  @Override
  public boolean isExtended() {
    return doubles != null && type() != ElementType.DOUBLE;
  }
}
