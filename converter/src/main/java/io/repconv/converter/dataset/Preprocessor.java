package io.repconv.converter.dataset;

import io.repconv.runtime.train.data.Example;
import java.util.Random;

/** Makes examples of stored images. */
final class Preprocessor {
  private final Preprocessing how;
  private final Normalization normalization;

  Preprocessor(Preprocessing how, Normalization normalization) {
    this.how = how;
    this.normalization = normalization;
  }

  /** An example of one class for the image. */
  Example classified(String name, Pixels image, int target, long seed) {
    Random random = new Random(seed);
    View view = view(name, image, random);
    return example(name, image, view, new int[] {target}, random);
  }

  /** An example of one class for each pixel, of which the mask sees the same part. */
  Example segmented(String name, Pixels image, Pixels mask, Labels labels, long seed) {
    Random random = new Random(seed);
    View view = view(name, image, random);
    return example(name, image, view, view.targets(mask, labels), random);
  }

  private View view(String name, Pixels image, Random random) {
    View view =
        how.augment()
            ? View.drawn(how, image.height(), image.width(), random)
            : View.centred(how, image.height(), image.width());
    Pixels.requireSize(name, view.height(), view.width());
    return view;
  }

  private Example example(String name, Pixels image, View view, int[] target, Random random) {
    float[] values = view.image(image, normalization);
    if (how.augment() && how.blur()) {
      values =
          new GaussianBlur(random.nextDouble())
              .applied(values, image.channels(), view.height(), view.width());
    }
    return new Example(name, image.channels(), view.height(), view.width(), values, target);
  }
}
