package io.repconv.graph.fold;

import io.repconv.graph.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers that rows are pulled back through, as they are or taken absolutely. Weights of the
 * convolutions inside a region, of which every row needs every row, are decoded once; those at its
 * end are read row by row and never held.
 */
final class WeightCache {
  private final boolean absolute;
  private final Map<Tensor, double[]> decoded = new HashMap<>();

  WeightCache(boolean absolute) {
    this.absolute = absolute;
  }

  synchronized double[] all(Tensor weight) {
    return decoded.computeIfAbsent(weight, tensor -> numbers(tensor.doubles()));
  }

  double[] row(Tensor weight, int row) {
    int width = weight.size() / Math.toIntExact(weight.dim(0));
    return numbers(weight.doubles(row * width, (row + 1) * width));
  }

  double coefficient(double number) {
    return absolute ? Math.abs(number) : number;
  }

  private double[] numbers(double[] values) {
    return absolute ? Arrays.stream(values).map(Math::abs).toArray() : values;
  }
}
