package io.repconv.converter.dataset;

import io.repconv.converter.dataset.SegmentationFiles.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The layout of Cityscapes: a folder for each city, masks of 34 ids, of which 19 are trained. */
final class Cityscapes {
  /** What each id is trained as; -1 is not. */
  private static final List<Integer> TRAIN_IDS =
      List.of(
          -1, -1, -1, -1, -1, -1, -1, 0, 1, -1, -1, 2, 3, 4, -1, -1, -1, 5, -1, 6, 7, 8, 9, 10, 11,
          12, 13, 14, 15, -1, -1, 16, 17, 18);

  private Cityscapes() {}

  /**
   * The images of a split.
   *
   * @throws io.repconv.graph.RepconvException DATASET
   */
  static SegmentationFiles open(Path folder, String split, int ignored, Preprocessor preprocessor) {
    Folders folders =
        new Folders(
            folder,
            "the layout of Cityscapes: leftImg8bit and gtFine, both with train and val, in these a folder for each city");
    Path images = folders.first(candidates("leftImg8bit_trainvaltest", "leftImg8bit", split));
    Path masks = folders.first(candidates("gtFine_trainvaltest", "gtFine", split));
    MatchingFolders matching = new MatchingFolders("_leftImg8bit.png", "_gtFine_labelIds.png");
    List<Pair> pairs = new ArrayList<>();
    for (Path city : folders.folders(images)) {
      pairs.addAll(matching.pairs(folders, city, masks.resolve(Folders.name(city))));
    }
    if (pairs.isEmpty()) {
      throw folders.missing("no *_leftImg8bit.png in the folders of " + images);
    }
    return new SegmentationFiles(
        pairs, Labels.mapped(ClassNames.of("cityscapes"), TRAIN_IDS, ignored), preprocessor);
  }

  private static List<String> candidates(String archive, String kind, String split) {
    return List.of(kind + "/" + split, archive + "/" + kind + "/" + split);
  }
}
