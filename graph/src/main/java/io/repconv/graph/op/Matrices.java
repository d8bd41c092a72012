package io.repconv.graph.op;

/** Plain products of row-major matrices. */
final class Matrices {
  /** Below this every integer is a double. */
  private static final double EXACT = 0x1p53;

  private Matrices() {}

  /** y += a * b for a of {@code rows x inner} and b of {@code inner x columns}. */
  static void addProduct(
      double[] a,
      int fromA,
      double[] b,
      int fromB,
      double[] y,
      int to,
      int rows,
      int inner,
      int columns) {
    for (int i = 0; i < rows; i++) {
      int target = to + i * columns;
      for (int k = 0; k < inner; k++) {
        double factor = a[fromA + i * inner + k];
        int source = fromB + k * columns;
        for (int j = 0; j < columns; j++) {
          y[target + j] += factor * b[source + j];
        }
      }
    }
  }

  /** Sums of integers that were computed in double. */
  static long[] exactIntegers(double[] values) {
    long[] integers = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(values[i]) >= EXACT) {
        throw new UnsupportedOperationException("a product of integers of 2^53 and above");
      }
      integers[i] = (long) values[i];
    }
    return integers;
  }
}
