package io.repconv.runtime.train.data;

/** What is told of an image. */
public enum Task {
  /** One class for the image. */
  CLASSIFICATION,
  /** One class for each pixel. */
  SEGMENTATION
}
