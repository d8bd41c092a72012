package io.repconv.graph.fold;

import io.repconv.graph.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * Decoded weights of the convolutions inside a region, of which every row needs every row. Those at
 * its end are read row by row and never held.
 */
final class WeightCache {
  private final Map<Tensor, double[]> decoded = new HashMap<>();

  synchronized double[] all(Tensor weight) {
    return decoded.computeIfAbsent(weight, Tensor::doubles);
  }
}
