package io.repconv.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A floating tensor whose rows along the first dimension are made when they are asked for. */
final class DeferredTensor extends Tensor {
  /**
   * Elements made at a time, on all processors: large enough to amortise a call, small enough to
   * stay in cache.
   */
  private static final int BLOCK_ELEMENTS = 1 << 17;

  private final Rows rows;

  DeferredTensor(ElementType type, long[] dims, Rows rows) {
    super(type, dims);
    this.rows = rows;
  }

  private int rowSize() {
    return Math.max(1, size() / Math.toIntExact(Math.max(1, dim(0))));
  }

  @Override
  public double[] doubles() {
    double[] values = new double[size()];
    int step = Math.max(1, BLOCK_ELEMENTS / rowSize());
    int count = Math.toIntExact(dim(0));
    IntStream.range(0, (count + step - 1) / step)
        .parallel()
        .forEach(
            block -> {
              int from = block * step;
              double[] some = rows.make(from, Math.min(count, from + step));
              System.arraycopy(some, 0, values, from * rowSize(), some.length);
            });
    return values;
  }

  @Override
  public double[] doubles(int from, int to) {
    int first = from / rowSize();
    double[] covering = rows.make(first, (to + rowSize() - 1) / rowSize());
    int start = first * rowSize();
    return start == from && covering.length == to - from
        ? covering
        : Arrays.copyOfRange(covering, from - start, to - start);
  }

  @Override
  public long[] longs() {
    throw new IllegalStateException(this + " does not hold integers");
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
    put(bytes, from, to);
    return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void put(ByteBuffer into, int from, int to) {
    int step = Math.max(1, BLOCK_ELEMENTS / rowSize()) * rowSize();
    for (int at = from; at < to; at += Math.min(step, to - at)) {
      Encoding.put(into, type(), doubles(at, at + Math.min(step, to - at)));
    }
  }

  @Override
  public Tensor reshaped(long... dims) {
    return new ComputedTensor(type(), dims, doubles(), null);
  }

  @Override
  public boolean isExtended() {
    return true;
  }
}
