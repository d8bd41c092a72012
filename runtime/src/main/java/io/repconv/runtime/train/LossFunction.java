package io.repconv.runtime.train;

/** Losses of logits against classes; {@code losses.py} has their formulas. */
public enum LossFunction {
  CROSS_ENTROPY("cross_entropy"),
  DICE("dice"),
  FOCAL("focal"),
  CE_DICE("ce_dice"),
  LOVASZ_SOFTMAX("lovasz_softmax");

  private final String method;

  LossFunction(String method) {
    this.method = method;
  }

  String method() {
    return method;
  }
}
