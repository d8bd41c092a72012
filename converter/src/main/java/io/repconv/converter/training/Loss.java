package io.repconv.converter.training;

/** What is minimised. */
public enum Loss implements Choice {
  /** The mean cross-entropy over the pixels that are not ignored. */
  CROSS_ENTROPY_2D("CrossEntropyLoss2d"),
  DICE("DiceLoss"),
  FOCAL("FocalLoss"),
  /** The sum of cross-entropy and Dice loss. */
  CROSS_ENTROPY_DICE("CE_DiceLoss"),
  LOVASZ_SOFTMAX("LovaszSoftmax"),
  /** The mean cross-entropy over images. */
  CROSS_ENTROPY("CrossEntropyLoss");

  private final String text;

  Loss(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
