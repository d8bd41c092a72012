package io.repconv.graph.op;

import io.repconv.graph.Attributes;

/** max(0, min(1, alpha * x + beta)). */
public record HardSigmoid(double alpha, double beta) implements Pointwise {
  @Override
  public String name() {
    return "HardSigmoid";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("alpha", alpha).with("beta", beta);
  }

  static HardSigmoid parse(Attributes attributes) {
    return new HardSigmoid(attributes.real("alpha", 0.2), attributes.real("beta", 0.5));
  }

  @Override
  public double apply(double x) {
    return Math.max(0, Math.min(1, alpha * x + beta));
  }
}
