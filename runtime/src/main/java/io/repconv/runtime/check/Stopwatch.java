package io.repconv.runtime.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Adds up the time of parts that take turns. */
final class Stopwatch {
  private static final double NANOS = 1e9;

  private final long start = System.nanoTime();
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  <T> T time(String part, Supplier<T> work) {
    long before = System.nanoTime();
    try {
      return work.get();
    } finally {
      seconds.merge(part, (System.nanoTime() - before) / NANOS, Double::sum);
    }
  }

  double elapsed() {
    return (System.nanoTime() - start) / NANOS;
  }

  Map<String, Double> seconds() {
    return new LinkedHashMap<>(seconds);
  }
}
