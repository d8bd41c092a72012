package io.repconv.graph.op;

import io.repconv.graph.Attributes;

/** How a scattered update meets the element that is there. */
public enum ScatterReduction {
  NONE,
  ADD,
  MUL,
  MAX,
  MIN;

  static ScatterReduction parse(Attributes attributes) {
    return Choice.of(ScatterReduction.class, attributes, "reduction", NONE);
  }

  Attributes addTo(Attributes attributes) {
    return this == NONE ? attributes : attributes.with("reduction", Choice.text(this));
  }

  double apply(double old, double update) {
    return switch (this) {
      case NONE -> update;
      case ADD -> old + update;
      case MUL -> old * update;
      case MAX -> Math.max(old, update);
      case MIN -> Math.min(old, update);
    };
  }

  long apply(long old, long update) {
    return switch (this) {
      case NONE -> update;
      case ADD -> old + update;
      case MUL -> old * update;
      case MAX -> Math.max(old, update);
      case MIN -> Math.min(old, update);
    };
  }
}
