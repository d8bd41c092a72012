package io.repconv.runtime.check;

/**
 * Quantiles of an array in linear time, by Hoare's selection. Asking for a larger quantile after a
 * smaller one looks only at the part above it.
 */
final class Quantiles {
  private final double[] values;
  private int from;

  /**
   * @param values will be reordered; no NaN, at least one
   */
  Quantiles(double[] values) {
    this.values = values;
  }

  /** The smallest value that at least the part {@code q} of all do not exceed; q must not fall. */
  double next(double q) {
    int rank = Math.max(0, (int) Math.ceil(q * values.length) - 1);
    select(rank);
    from = rank;
    return values[rank];
  }

  /** Puts the value of a rank in its place, no smaller ones behind it and no larger before. */
  private void select(int rank) {
    int low = from;
    int high = values.length - 1;
    while (low < high) {
      double pivot = values[low + (high - low) / 2];
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          double swapped = values[i];
          values[i++] = values[j];
          values[j--] = swapped;
        }
      }
      if (rank <= j) {
        high = j;
      } else if (rank >= i) {
        low = i;
      } else {
        return;
      }
    }
  }
}
