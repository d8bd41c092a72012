package io.repconv.converter.dataset;

import java.nio.file.Path;
import java.util.List;

/** The layout of COCO-Stuff 164k: the masks of 182 classes have their ids less 1. */
final class CocoStuff {
  private CocoStuff() {}

  /**
   * The images of a split.
   *
   * @throws io.repconv.graph.RepconvException DATASET
   */
  static SegmentationFiles open(Path folder, String split, int ignored, Preprocessor preprocessor) {
    Folders folders =
        new Folders(
            folder,
            "the layout of COCO-Stuff: images and annotations, both with train2017 and val2017");
    Path images = folders.first(List.of("images/" + split));
    Path masks = folders.first(List.of("annotations/" + split));
    return new SegmentationFiles(
        new MatchingFolders(".jpg", ".png").somePairs(folders, images, masks),
        Labels.indices(ClassNames.of("coco"), ignored),
        preprocessor);
  }
}
