package io.repconv.converter.torchscript.value;

import io.repconv.graph.Dim;
import io.repconv.graph.Shape;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The smallest sizes with which the operators of a program run at all: a convolution or pooling
 * whose window is larger than its padded input is an error in PyTorch, so no size for which that
 * would be so has to be thought of.
 */
public final class LeastSizes {
  /** Windows that need a larger input than this teach nothing. */
  private static final long LARGEST = 1024;

  private final Map<String, Long> least = new TreeMap<>();

  /** How often something was learnt. */
  private int learnt;

  /** The size of a name, with all that is known of it. */
  public Dim of(String name) {
    Long known = least.get(name);
    return known == null ? Dim.symbol(name) : Dim.symbol(name, known);
  }

  public Shape of(Shape shape) {
    Function<String, Dim> known = this::of;
    return Shape.of(shape.dims().stream().map(dim -> dim.substitute(known)).toList());
  }

  public int learnt() {
    return learnt;
  }

  /**
   * Learns that a size is at least 1. It is used in expressions that are made after {@link #of}.
   */
  void requirePositive(Dim size) {
    Set<String> symbols = size.symbols();
    if (symbols.size() != 1 || size.isAtLeast(1)) {
      return;
    }
    String symbol = symbols.iterator().next();
    long known = least.getOrDefault(symbol, 1L);
    for (long candidate = known; candidate <= LARGEST; candidate++) {
      if (size.evaluate(Map.of(symbol, candidate)) >= 1) {
        if (candidate > known) {
          least.put(symbol, candidate);
          learnt++;
        }
        return;
      }
    }
  }
}
