package io.repconv.graph.op;

import io.repconv.graph.Attributes;

/** gamma * x where x is positive, else gamma * alpha * (exp(x) - 1). */
public record Selu(double alpha, double gamma) implements Pointwise {
  @Override
  public String name() {
    return "Selu";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("alpha", alpha).with("gamma", gamma);
  }

  static Selu parse(Attributes attributes) {
    return new Selu(
        attributes.real("alpha", 1.6732631921768188), attributes.real("gamma", 1.0507010221481323));
  }

  @Override
  public double apply(double x) {
    return gamma * (x > 0 ? x : alpha * Math.expm1(x));
  }
}
