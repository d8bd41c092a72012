package io.repconv.converter.dataset;

import io.repconv.converter.dataset.SegmentationFiles.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A folder of images beside one of masks with the same names but for the endings.
 *
 * @param imageEnding what an image's name ends with
 * @param maskEnding what the mask's ends with instead
 */
record MatchingFolders(String imageEnding, String maskEnding) {
  /**
   * The pairs, by name.
   *
   * @throws io.repconv.graph.RepconvException DATASET where an image has no mask
   */
  List<Pair> pairs(Folders folders, Path images, Path masks) {
    Set<Path> known =
        new HashSet<>(folders.files(masks, List.of(maskEnding.toLowerCase(Locale.ROOT))));
    List<Pair> pairs = new ArrayList<>();
    for (Path image : folders.files(images, List.of(imageEnding.toLowerCase(Locale.ROOT)))) {
      String name = Folders.name(image);
      String stem = name.substring(0, name.length() - imageEnding.length());
      Path mask = masks.resolve(stem + maskEnding);
      if (!known.contains(mask)) {
        throw folders.missing("no mask %s for the image %s".formatted(mask, image));
      }
      pairs.add(new Pair(image, mask));
    }
    return pairs;
  }

  /** The pairs of two folders, of which there has to be one. */
  List<Pair> somePairs(Folders folders, Path images, Path masks) {
    List<Pair> pairs = pairs(folders, images, masks);
    if (pairs.isEmpty()) {
      throw folders.missing("no *%s in %s".formatted(imageEnding, images));
    }
    return pairs;
  }
}
