package io.repconv.graph.op;

import io.repconv.graph.Attributes;

/**
 * The Gaussian error linear unit.
 *
 * <pre>
 * x/2 * (1 + erf(x / sqrt(2)))
 * x/2 * (1 + tanh(sqrt(2/pi) * (x + 0.044715 * x^3)))     (tanh)
 * </pre>
 *
 * @param tanh whether the second form is meant
 */
public record Gelu(boolean tanh) implements Pointwise {
  @Override
  public String name() {
    return "Gelu";
  }

  @Override
  public Attributes attributes() {
    return tanh ? Attributes.NONE.with("approximate", "tanh") : Attributes.NONE;
  }

  static Gelu parse(Attributes attributes) {
    return new Gelu(
        switch (attributes.text("approximate", "none")) {
          case "none" -> false;
          case "tanh" -> true;
          default -> throw new IllegalArgumentException("approximate is neither none nor tanh");
        });
  }

  @Override
  public double apply(double x) {
    double inner =
        tanh
            ? Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))
            : Erf.of(x / Math.sqrt(2));
    return x / 2 * (1 + inner);
  }
}
