package io.repconv.converter.training;

/** The number by which one epoch is better than another. */
public enum Monitor implements Choice {
  MEAN_IOU("max Mean_IoU"),
  PIXEL_ACCURACY("max Pixel_Accuracy"),
  TOP_1("max Top_1"),
  VALIDATION_LOSS("min val_loss"),
  /** No epoch is better than another; the last is kept. */
  OFF("off");

  private final String text;

  Monitor(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
