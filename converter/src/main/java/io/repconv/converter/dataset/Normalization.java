package io.repconv.converter.dataset;

import java.util.List;

/**
 * How pixels become the values of a network's input: {@code (pixel / 255 - mean) / std}, for each
 * channel.
 */
public record Normalization(List<Double> mean, List<Double> std) {
  /** Means and deviations of ImageNet, which pretrained backbones have seen. */
  static final Normalization PHOTOS =
      new Normalization(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

  /** Of its 60,000 training images. */
  static final Normalization FASHION_MNIST = new Normalization(List.of(0.2860), List.of(0.3530));

  /** Of its 60,000 training images. */
  static final Normalization MNIST = new Normalization(List.of(0.1307), List.of(0.3081));

  private static final double LARGEST = 255;

  public Normalization {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  float applied(double pixel, int channel) {
    return (float) ((pixel / LARGEST - mean.get(channel)) / std.get(channel));
  }
}
