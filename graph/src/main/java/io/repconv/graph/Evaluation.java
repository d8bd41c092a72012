package io.repconv.graph;

import java.util.Map;

/** Sizes as numbers, in exact arithmetic: every symbol has the value that the map gives it. */
record Evaluation(Map<String, Long> sizes) implements Dim.Algebra<Long> {
  @Override
  public Long constant(long value) {
    return value;
  }

  @Override
  public Long symbol(String name) {
    Long size = sizes.get(name);
    if (size == null) {
      throw new IllegalArgumentException("no size for " + name);
    }
    return size;
  }

  @Override
  public Long sum(Long left, Long right) {
    return Math.addExact(left, right);
  }

  @Override
  public Long product(Long left, Long right) {
    return Math.multiplyExact(left, right);
  }

  @Override
  public Long floorDiv(Long numerator, long denominator) {
    return Math.floorDiv(numerator, denominator);
  }
}
