package io.repconv.converter.data;

import io.repconv.graph.Shape;
import java.util.List;
import java.util.Optional;

/**
 * How an image becomes the input of a model: {@code (pixel / 255 - mean) / std}.
 *
 * @param mean one number, or one for each channel
 * @param std the same
 * @param size height and width that images are scaled to
 */
public record ImageOptions(List<Double> mean, List<Double> std, Optional<Size> size) {
  public static final ImageOptions DEFAULT =
      new ImageOptions(List.of(0.0), List.of(1.0), Optional.empty());

  /** Height and width in pixels. */
  public record Size(int height, int width) {}

  public ImageOptions {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /** These, for a model whose images have this shape: a size that it fixes is the images'. */
  ImageOptions fitting(Shape input) {
    boolean fixed =
        size.isEmpty()
            && input.hasRank(4)
            && input.dim(2).isConstant()
            && input.dim(3).isConstant();
    return fixed
        ? new ImageOptions(
            mean,
            std,
            Optional.of(
                new Size(
                    Math.toIntExact(input.dim(2).value()), Math.toIntExact(input.dim(3).value()))))
        : this;
  }
}
