package io.repconv.graph.op;

import io.repconv.graph.Attributes;

/** x where x is positive, else alpha * (exp(x) - 1). */
public record Elu(double alpha) implements Pointwise {
  @Override
  public String name() {
    return "Elu";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("alpha", alpha);
  }

  static Elu parse(Attributes attributes) {
    return new Elu(attributes.real("alpha", 1));
  }

  @Override
  public double apply(double x) {
    return x > 0 ? x : alpha * Math.expm1(x);
  }
}
