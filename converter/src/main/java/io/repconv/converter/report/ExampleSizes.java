package io.repconv.converter.report;

import io.repconv.graph.Dim;
import io.repconv.graph.Graph;
import io.repconv.graph.Value;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The sizes at which costs are shown where a model leaves sizes open. */
final class ExampleSizes {
  private static final long SIDE = 224;

  private ExampleSizes() {}

  /**
   * A number for every symbol of the inputs: what the user bound, else batch 1 and sides of 224.
   */
  static Map<String, Long> of(Graph graph, Map<String, Long> bound) {
    Map<String, Long> sizes = new TreeMap<>();
    for (Value input : graph.inputs()) {
      for (String symbol : input.shape().symbols()) {
        boolean batch = input.shape().dim(0).equals(Dim.symbol(symbol));
        sizes.putIfAbsent(symbol, bound.getOrDefault(symbol, batch ? 1 : SIDE));
      }
    }
    return sizes;
  }

  /** {@code H=224, N=1, W=224}. */
  static String text(Map<String, Long> sizes) {
    return sizes.entrySet().stream()
        .map(size -> size.getKey() + "=" + size.getValue())
        .collect(Collectors.joining(", "));
  }
}
