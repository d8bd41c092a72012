package io.repconv.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A dense row-major array of numbers with an element type.
 *
 * <p>A tensor is held in one of three ways, which readers need not tell apart:
 *
 * <ul>
 *   <li><b>stored</b>: the little-endian bytes of its type, usually a mapped part of a file,
 *       decoded when asked for;
 *   <li><b>computed</b>: doubles (floating types) or longs (integers and booleans). Floating values
 *       may hold more digits than the element type has; they are rounded to it once, by {@link
 *       #bytes};
 *   <li><b>deferred</b>: a function that makes any range of rows when it is needed.
 * </ul>
 *
 * <p>Tensors are immutable: arrays handed out must not be written to.
 */
public abstract sealed class Tensor permits StoredTensor, ComputedTensor, DeferredTensor {
  /** Stands for an optional input that is not given. */
  public static Tensor absent() {
    return ComputedTensor.ABSENT;
  }

  /**
   * Makes rows {@code from} (included) to {@code to} (excluded) of a tensor, one after the other,
   * in double. Threads may ask for different rows at the same time.
   */
  @FunctionalInterface
  public interface Rows {
    double[] make(int from, int to);
  }

  /** Elements that are looked at in one go. */
  static final int BLOCK = 1 << 12;

  private final ElementType type;
  private final long[] dims;
  private final int size;

  Tensor(ElementType type, long[] dims) {
    this.type = type;
    this.dims = dims.clone();
    this.size = Math.toIntExact(elements(dims));
  }

  /** The number of elements of a shape, at most 2^31 - 1 for a tensor. */
  public static long elements(long... dims) {
    long product = 1;
    for (long dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException("negative dimension in " + Arrays.toString(dims));
      }
      product = Math.multiplyExact(product, dim);
    }
    return product;
  }

  /**
   * Little-endian values of {@code type}; the buffer's remaining bytes must be exactly the
   * tensor's.
   */
  public static Tensor stored(ElementType type, long[] dims, ByteBuffer bytes) {
    return new StoredTensor(type, dims, bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  /** Floating values, not yet rounded to {@code type}. */
  public static Tensor of(ElementType type, long[] dims, double[] values) {
    return new ComputedTensor(type, dims, values, null);
  }

  /** Integer or boolean (0 and 1) values. */
  public static Tensor of(ElementType type, long[] dims, long[] values) {
    return new ComputedTensor(type, dims, null, values);
  }

  public static Tensor ofFloats(long[] dims, float... values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return of(ElementType.FLOAT, dims, doubles);
  }

  public static Tensor ofInts(long... values) {
    return of(ElementType.INT64, new long[] {values.length}, values);
  }

  public static Tensor scalar(ElementType type, double value) {
    return of(type, new long[0], new double[] {value});
  }

  public static Tensor scalar(long value) {
    return of(ElementType.INT64, new long[0], new long[] {value});
  }

  /** Floating rows along the first dimension, made when they are asked for. */
  public static Tensor deferred(ElementType type, long[] dims, Rows rows) {
    return new DeferredTensor(type, dims, rows);
  }

  public final ElementType type() {
    return type;
  }

  public final long[] dims() {
    return dims.clone();
  }

  public final long dim(int axis) {
    return dims[axis];
  }

  public final int rank() {
    return dims.length;
  }

  public final int size() {
    return size;
  }

  public final Shape shape() {
    return Shape.of(dims);
  }

  public final boolean isAbsent() {
    return this == ComputedTensor.ABSENT;
  }

  /** All values as doubles, whatever the type. */
  public abstract double[] doubles();

  /** The values from {@code from} up to, not including, {@code to} as doubles. */
  public double[] doubles(int from, int to) {
    return Arrays.copyOfRange(doubles(), from, to);
  }

  /** Adds {@code factor} times the values from {@code from} on to a part of an array. */
  public void addTimes(double factor, int from, double[] sums, int at, int count) {
    double[] values = doubles(from, from + count);
    for (int i = 0; i < count; i++) {
      sums[at + i] += factor * values[i];
    }
  }

  /** The value at a row-major position as a double. */
  public double doubleAt(int position) {
    return doubles(position, position + 1)[0];
  }

  /** All values of an integer or boolean tensor. */
  public abstract long[] longs();

  /** The little-endian bytes of the element type, each value rounded to it once. */
  public abstract ByteBuffer bytes();

  /**
   * As {@link #bytes()}, of the values from {@code from} up to, not including, {@code to}. A
   * deferred tensor makes the rows they lie in, so a range is best of whole rows.
   */
  public ByteBuffer bytes(int from, int to) {
    int width = type.bytes();
    return bytes().slice(from * width, (to - from) * width).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Puts the bytes of the values from {@code from} up to, not including, {@code to} into a
   * little-endian buffer.
   */
  public void put(ByteBuffer into, int from, int to) {
    into.put(bytes(from, to));
  }

  /** The same values under other dimensions with the same product. */
  public abstract Tensor reshaped(long... dims);

  /** The same numbers in a type, each rounded to it once. */
  public final Tensor roundedTo(ElementType other) {
    if (other == type && !isExtended()) {
      return this;
    }
    Tensor exact = other.isFloating() ? of(other, dims, doubles()) : of(other, dims, longs());
    return stored(other, dims, exact.bytes());
  }

  /** Whether the values are held in more digits than the type has, or not yet made. */
  public boolean isExtended() {
    return false;
  }

  /** Whether there is neither NaN nor an infinity; so it is for integers. */
  public boolean isFinite() {
    for (int from = 0; type.isFloating() && from < size; from += Math.min(BLOCK, size - from)) {
      for (double value : doubles(from, from + Math.min(BLOCK, size - from))) {
        if (!Double.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The one value of a tensor of one element. */
  public final double item() {
    if (size != 1) {
      throw new IllegalStateException("not one element: " + this);
    }
    return doubles()[0];
  }

  /** The indices along each axis of the element at a place in row-major order. */
  public final List<Long> position(int element) {
    Long[] position = new Long[dims.length];
    long rest = element;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      position[axis] = rest % dims[axis];
      rest /= dims[axis];
    }
    return List.of(position);
  }

  @Override
  public String toString() {
    return type.text() + Arrays.toString(dims);
  }
}
