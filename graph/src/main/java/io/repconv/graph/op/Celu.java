package io.repconv.graph.op;

import io.repconv.graph.Attributes;

/** max(0, x) + min(0, alpha * (exp(x / alpha) - 1)). */
public record Celu(double alpha) implements Pointwise {
  @Override
  public String name() {
    return "Celu";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("alpha", alpha);
  }

  static Celu parse(Attributes attributes) {
    return new Celu(attributes.real("alpha", 1));
  }

  @Override
  public double apply(double x) {
    return Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha));
  }
}
