package io.repconv.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A floating tensor whose rows along the first dimension are made when they are asked for. */
final class DeferredTensor extends Tensor {
  /**
   * Rows made at a time while encoding: large enough to amortise a call, small enough to stay in
   * cache.
   */
  private static final int BLOCK_ELEMENTS = 1 << 16;

  private final Rows rows;

  DeferredTensor(ElementType type, long[] dims, Rows rows) {
    super(type, dims);
    this.rows = rows;
  }

  private int rowSize() {
    return size() / Math.toIntExact(Math.max(1, dim(0)));
  }

  @Override
  public double[] doubles() {
    return rows.make(0, Math.toIntExact(dim(0)));
  }

  @Override
  public double[] doubles(int from, int to) {
    int width = Math.max(1, rowSize());
    int first = from / width;
    double[] covering = rows.make(first, (to + width - 1) / width);
    return Arrays.copyOfRange(covering, from - first * width, to - first * width);
  }

  @Override
  public long[] longs() {
    throw new IllegalStateException(this + " does not hold integers");
  }

  @Override
  public ByteBuffer bytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(size(), type().bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    int step = Math.max(1, BLOCK_ELEMENTS / Math.max(1, rowSize()));
    int count = Math.toIntExact(dim(0));
    for (int row = 0; row < count; row += step) {
      Encoding.put(bytes, type(), rows.make(row, Math.min(count, row + step)));
    }
    return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
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
