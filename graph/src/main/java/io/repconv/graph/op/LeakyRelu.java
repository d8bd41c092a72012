package io.repconv.graph.op;

import io.repconv.graph.Attributes;

/** x where x is not negative, else alpha * x. */
public record LeakyRelu(double alpha) implements Pointwise {
  @Override
  public String name() {
    return "LeakyRelu";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("alpha", alpha);
  }

  static LeakyRelu parse(Attributes attributes) {
    return new LeakyRelu(attributes.real("alpha", 0.01));
  }

  @Override
  public double apply(double x) {
    return x >= 0 ? x : alpha * x;
  }
}
