package io.repconv.runtime.check;

import io.repconv.graph.Tensor;

/** The smallest, the largest and the mean value of a tensor; NaN where any value is. */
public record TensorSummary(double min, double max, double mean) {
  static TensorSummary of(Tensor tensor) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (double value : tensor.doubles()) {
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
    }
    return new TensorSummary(min, max, sum / tensor.size());
  }
}
