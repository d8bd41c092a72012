package io.repconv.converter.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * The layout of ADE20K as the scene parsing benchmark has it: 150 classes, whose labels are 1 to
 * 150.
 */
final class Ade20k {
  private Ade20k() {}

  /**
   * The images of a split.
   *
   * @throws io.repconv.graph.RepconvException DATASET
   */
  static SegmentationFiles open(Path folder, String split, int ignored, Preprocessor preprocessor) {
    Folders folders =
        new Folders(
            folder,
            "the layout of ADE20K: images and annotations, both with training and validation");
    Path images = folders.first(List.of("images/" + split));
    Path masks = folders.first(List.of("annotations/" + split));
    return new SegmentationFiles(
        new MatchingFolders(".jpg", ".png").somePairs(folders, images, masks),
        Labels.fromOne(ClassNames.of("ade20k"), ignored),
        preprocessor);
  }
}
