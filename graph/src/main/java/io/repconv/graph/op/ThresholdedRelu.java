package io.repconv.graph.op;

import io.repconv.graph.Attributes;

/** x where x is above alpha, else 0. */
public record ThresholdedRelu(double alpha) implements Pointwise {
  @Override
  public String name() {
    return "ThresholdedRelu";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("alpha", alpha);
  }

  static ThresholdedRelu parse(Attributes attributes) {
    return new ThresholdedRelu(attributes.real("alpha", 1));
  }

  @Override
  public double apply(double x) {
    return x > alpha ? x : 0;
  }
}
