package io.repconv.converter.dataset;

import io.repconv.converter.dataset.SegmentationFiles.Pair;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The layout of Pascal VOC 2012. A line of a split's list is the name of an image; or, as in the
 * lists of the augmented set, the paths of image and mask from the root.
 */
final class PascalVoc {
  private static final String LISTS = "ImageSets/Segmentation";
  private static final String AUGMENTED = "_aug";
  private static final List<String> IMAGE_ENDINGS = List.of(".jpg", ".png");
  private static final long MOST_BYTES = 1 << 26;

  private final Folders folders;
  private final Path root;
  private final String split;

  private PascalVoc(Path folder, String split) {
    this.folders =
        new Folders(folder, "the layout of Pascal VOC: JPEGImages, SegmentationClass and " + LISTS);
    Path images = folders.first(List.of("JPEGImages", "VOCdevkit/VOC2012/JPEGImages"));
    this.root = images.resolveSibling(".").normalize();
    this.split = split;
  }

  /**
   * The images of a split.
   *
   * @throws RepconvException DATASET; OUTSIDE_FOLDER where a list leads out of the folder
   */
  static SegmentationFiles open(Path folder, String split, int ignored, Preprocessor preprocessor) {
    PascalVoc voc = new PascalVoc(folder, split);
    return new SegmentationFiles(voc.pairs(), Labels.indices(voc.classes(), ignored), preprocessor);
  }

  private List<Pair> pairs() {
    Path list = inside(LISTS + "/" + split + ".txt");
    if (!Files.isRegularFile(list)) {
      throw folders.missing("no list '%s/%s.txt' of the split '%s'".formatted(LISTS, split, split));
    }
    List<Pair> pairs = new ArrayList<>();
    for (String line : lines(list)) {
      if (!line.isBlank()) {
        pairs.add(pair(list, line.strip().split("\\s+")));
      }
    }
    if (pairs.isEmpty()) {
      throw folders.missing("the list %s names no image".formatted(list));
    }
    return pairs;
  }

  private Pair pair(Path list, String[] names) {
    return switch (names.length) {
      case 1 -> new Pair(image(names[0]), inside(masks() + "/" + names[0] + ".png"));
      case 2 -> new Pair(inside(relative(names[0])), inside(relative(names[1])));
      default ->
          throw RepconvException.of(ErrorCode.DATASET)
              .at(list.toString())
              .observed("the line '" + String.join(" ", names) + "'")
              .expected("the name of an image, or the paths of an image and its mask")
              .build();
    };
  }

  private String masks() {
    return split.endsWith(AUGMENTED) ? "SegmentationClassAug" : "SegmentationClass";
  }

  private Path image(String name) {
    List<Path> candidates =
        IMAGE_ENDINGS.stream().map(ending -> inside("JPEGImages/" + name + ending)).toList();
    return candidates.stream().filter(Files::exists).findFirst().orElse(candidates.get(0));
  }

  private static String relative(String path) {
    return path.startsWith("/") ? path.substring(1) : path;
  }

  private Path inside(String path) {
    try {
      Path file = root.resolve(path);
      if (absolute(file).startsWith(absolute(root))) {
        return file;
      }
    } catch (InvalidPathException e) {
      // Refused below, as any other path that names nothing in the folder.
    }
    throw RepconvException.of(ErrorCode.OUTSIDE_FOLDER)
        .at(root.toString())
        .observed("the path '" + path + "' of the split '" + split + "'")
        .expected("one that stays in the folder")
        .build();
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** Those of a file {@code classes.txt}, one a line from that of label 0 on, or VOC's own. */
  private List<String> classes() {
    Path own = root.resolve("classes.txt");
    if (!Files.isRegularFile(own)) {
      return ClassNames.of("voc");
    }
    List<String> classes =
        lines(own).stream().map(String::strip).filter(n -> !n.isEmpty()).toList();
    if (classes.isEmpty() || classes.size() > 255) {
      throw RepconvException.of(ErrorCode.DATASET)
          .at(own.toString())
          .observed("%d classes".formatted(classes.size()))
          .expected("1 to 255, a name in each line")
          .build();
    }
    return classes;
  }

  private List<String> lines(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw folders.missing("the list %s of more than 64 MiB".formatted(file));
      }
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw folders.missing("the list %s cannot be read (%s)".formatted(file, e.getMessage()));
    }
  }
}
