package io.repconv.converter.training;

/** The optimizers, with torch's names and update rules. */
public enum OptimizerType implements Choice {
  SGD("SGD"),
  ADAM("Adam"),
  /** Adam with decoupled weight decay. */
  ADAM_W("AdamW");

  private final String text;

  OptimizerType(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
