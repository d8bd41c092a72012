package io.repconv.runtime.train.metric;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How often each class was taken for each, counted exactly: over pixels for segmentation, over
 * images for classification.
 */
public final class Confusion {
  private final int classes;
  private final int ignored;
  private final long[] counts;

  /**
   * One that has counted nothing.
   *
   * @param ignored the target that is not counted
   */
  public Confusion(int classes, int ignored) {
    this.classes = classes;
    this.ignored = ignored;
    this.counts = new long[Math.multiplyExact(classes, classes)];
  }

  /** Counts one. */
  public void count(int target, int predicted) {
    if (target == ignored) {
      return;
    }
    if (target < 0 || target >= classes || predicted < 0 || predicted >= classes) {
      throw new IllegalArgumentException(
          "class %d predicted for %d, of %d classes".formatted(predicted, target, classes));
    }
    counts[target * classes + predicted]++;
  }

  /** Counts all, of which each target has the prediction of the same position. */
  public void count(int[] targets, int[] predicted) {
    if (targets.length != predicted.length) {
      throw new IllegalArgumentException(
          "%d predictions for %d targets".formatted(predicted.length, targets.length));
    }
    for (int i = 0; i < targets.length; i++) {
      count(targets[i], predicted[i]);
    }
  }

  /** Adds what another has counted. */
  public void add(Confusion other) {
    if (other.classes != classes) {
      throw new IllegalArgumentException("%d classes and %d".formatted(classes, other.classes));
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  /** How many of a class were taken for another. */
  public long of(int target, int predicted) {
    return counts[target * classes + predicted];
  }

  /** How many were counted. */
  public long total() {
    return Arrays.stream(counts).sum();
  }

  /** How many were right. */
  public long correct() {
    long correct = 0;
    for (int c = 0; c < classes; c++) {
      correct += of(c, c);
    }
    return correct;
  }

  /**
   * The part that was right: pixel accuracy, or top-1 accuracy over images. NaN where nothing was
   * counted.
   */
  public double accuracy() {
    return (double) correct() / total();
  }

  /**
   * Intersection over union of a class: those right over those that are or were taken for it; empty
   * where there are none of either.
   */
  public OptionalDouble iou(int index) {
    long union = -of(index, index);
    for (int c = 0; c < classes; c++) {
      union += of(index, c) + of(c, index);
    }
    return union == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) of(index, index) / union);
  }

  /** The mean of the classes that have one; NaN where none has. */
  public double meanIou() {
    double sum = 0;
    int known = 0;
    for (int c = 0; c < classes; c++) {
      OptionalDouble iou = iou(c);
      sum += iou.orElse(0);
      known += iou.isPresent() ? 1 : 0;
    }
    return sum / known;
  }
}
