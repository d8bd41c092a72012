package io.repconv.converter.training;

/** A constant that has a name in a configuration. */
interface Choice {
  /** The name, such as {@code CE_DiceLoss}. */
  String text();
}
