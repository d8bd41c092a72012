package io.repconv.runtime.train.data;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.util.ArrayList;
import java.util.List;

/**
 * Examples of one size side by side.
 *
 * @param images values of shape {@code [size, channels, height, width]}, row-major
 * @param targets classes, of shape {@code [size]} or, for segmentation, {@code [size, height,
 *     width]}
 * @param names what messages call the examples
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Batch(
    int size,
    int channels,
    int height,
    int width,
    float[] images,
    int[] targets,
    List<String> names) {
  public Batch {
    names = List.copyOf(names);
  }

  /**
   * The batch of these examples.
   *
   * @throws RepconvException DATASET where their sizes differ or are more than an array holds
   */
  static Batch of(List<Example> examples) {
    Example first = examples.get(0);
    long values = (long) examples.size() * first.image().length;
    if (values > Integer.MAX_VALUE) {
      throw RepconvException.of(ErrorCode.DATASET)
          .at(first.name())
          .observed("a batch of %d images of %s".formatted(examples.size(), shape(first)))
          .expected("at most %d values".formatted(Integer.MAX_VALUE))
          .fix("Lower batch_size or crop_size.")
          .build();
    }
    float[] images = new float[(int) values];
    int[] targets = new int[examples.size() * first.target().length];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      Example example = examples.get(i);
      requireSameShape(first, example);
      float[] image = example.image();
      int[] target = example.target();
      System.arraycopy(image, 0, images, i * image.length, image.length);
      System.arraycopy(target, 0, targets, i * target.length, target.length);
      names.add(example.name());
    }
    return new Batch(
        examples.size(), first.channels(), first.height(), first.width(), images, targets, names);
  }

  private static void requireSameShape(Example first, Example other) {
    if (other.channels() != first.channels()
        || other.height() != first.height()
        || other.width() != first.width()
        || other.target().length != first.target().length) {
      throw RepconvException.of(ErrorCode.DATASET)
          .at(other.name())
          .observed("an image of " + shape(other))
          .expected("%s as the first of its batch, %s, has".formatted(shape(first), first.name()))
          .why("The images of a batch have one size.")
          .fix("Give crop_size, or batch_size 1.")
          .build();
    }
  }

  private static String shape(Example example) {
    return "%d x %d x %d".formatted(example.channels(), example.height(), example.width());
  }
}
