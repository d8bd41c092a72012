package io.repconv.converter.dataset;

import io.repconv.runtime.train.data.Dataset;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Opens data sets. */
public final class Datasets {
  private static final int DIGITS = 10;

  private Datasets() {}

  /**
   * The images of a split. Only lists of files are read now, and the arrays of the MNIST family.
   *
   * @param ignored the target of pixels that are not labelled
   * @throws io.repconv.graph.RepconvException DATASET with what was looked for; MALFORMED,
   *     TRUNCATED, TOO_LARGE, OUTSIDE_FOLDER
   */
  public static Dataset open(
      DatasetType type, Path folder, String split, int ignored, Preprocessing preprocessing) {
    Preprocessor preprocessor = new Preprocessor(preprocessing, type.normalization());
    return switch (type) {
      case VOC -> PascalVoc.open(folder, split, ignored, preprocessor);
      case ADE20K -> Ade20k.open(folder, split, ignored, preprocessor);
      case CITYSCAPES -> Cityscapes.open(folder, split, ignored, preprocessor);
      case COCO -> CocoStuff.open(folder, split, ignored, preprocessor);
      case IMAGE_FOLDER -> new ImageFolder(folder, split, preprocessor);
      case FASHION_MNIST ->
          new IdxImages(folder, split, ClassNames.of("fashion-mnist"), preprocessor);
      case MNIST -> new IdxImages(folder, split, digits(), preprocessor);
    };
  }

  private static List<String> digits() {
    return IntStream.range(0, DIGITS).mapToObj(Integer::toString).toList();
  }
}
