package io.repconv.graph.fold;

import java.util.Arrays;
import java.util.Optional;

/**
 * A finite set of points of Z^n, n at most 3: where the taps of a kernel lie relative to {@code
 * stride * position}. Immutable.
 */
final class Offsets {
  /**
   * More taps than the largest kernels in use (51x51) have; beyond it a kernel is no longer worth
   * writing.
   */
  private static final int MOST = 1 << 13;

  static final int MOST_AXES = 3;
  private static final int BITS = 21;
  private static final int BIAS = 1 << (BITS - 1);

  /**
   * Farther from the origin than this no kernel is written, so that sums of offsets never overflow.
   */
  private static final int FARTHEST = BIAS / 4;

  private final int axes;
  private final long[] codes;

  private Offsets(int axes, long[] codes) {
    this.axes = axes;
    this.codes = codes;
  }

  /** The points given, one row each; empty where they are too many or too far. */
  static Optional<Offsets> of(int axes, int[][] points) {
    long[] codes = new long[points.length];
    for (int i = 0; i < points.length; i++) {
      for (int axis = 0; axis < axes; axis++) {
        if (Math.abs((long) points[i][axis]) > FARTHEST) {
          return Optional.empty();
        }
        codes[i] = codes[i] << BITS | (points[i][axis] + BIAS);
      }
    }
    return checked(axes, codes, codes.length);
  }

  static Offsets origin(int axes) {
    return of(axes, new int[1][axes]).orElseThrow();
  }

  private static Optional<Offsets> checked(int axes, long[] codes, int count) {
    long[] sorted = Arrays.copyOf(codes, count);
    Arrays.sort(sorted);
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[distinct++] = sorted[i];
      }
    }
    return distinct > MOST
        ? Optional.empty()
        : Optional.of(new Offsets(axes, Arrays.copyOf(sorted, distinct)));
  }

  int axes() {
    return axes;
  }

  int size() {
    return codes.length;
  }

  private static int coordinate(long code, int axis, int axes) {
    return (int) (code >>> (BITS * (axes - 1 - axis)) & ((1L << BITS) - 1)) - BIAS;
  }

  int at(int index, int axis) {
    return coordinate(codes[index], axis, axes);
  }

  int min(int axis) {
    int min = Integer.MAX_VALUE;
    for (long code : codes) {
      min = Math.min(min, coordinate(code, axis, axes));
    }
    return min;
  }

  int max(int axis) {
    int max = Integer.MIN_VALUE;
    for (long code : codes) {
      max = Math.max(max, coordinate(code, axis, axes));
    }
    return max;
  }

  boolean isOrigin() {
    return equals(origin(axes));
  }

  Optional<Offsets> union(Offsets other) {
    long[] all = Arrays.copyOf(codes, codes.length + other.codes.length);
    System.arraycopy(other.codes, 0, all, codes.length, other.codes.length);
    return checked(axes, all, all.length);
  }

  /**
   * All {@code scale * other + this}, the offsets of {@code other} after this where this has stride
   * {@code scale}.
   */
  Optional<Offsets> then(Offsets other, int[] scale) {
    long count = (long) codes.length * other.codes.length;
    if (count > 64L * MOST) {
      return Optional.empty();
    }
    int[][] points = new int[(int) count][axes];
    for (int i = 0; i < codes.length; i++) {
      for (int j = 0; j < other.codes.length; j++) {
        int[] point = points[i * other.codes.length + j];
        for (int axis = 0; axis < axes; axis++) {
          point[axis] = scale[axis] * other.at(j, axis) + at(i, axis);
        }
      }
    }
    return of(axes, points);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Offsets offsets && Arrays.equals(codes, offsets.codes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(codes);
  }
}
