package io.repconv.converter.dataset;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the pixels of a mask mean: each of the 256 values is a class, is ignored, or is an error.
 */
final class Labels {
  private static final int VALUES = 256;
  private static final int VOID = 255;
  private static final int UNKNOWN = Integer.MIN_VALUE;

  private final List<String> classes;
  private final int[] targets = new int[VALUES];
  private final int ignored;

  private Labels(List<String> classes, int ignored) {
    this.classes = List.copyOf(classes);
    this.ignored = ignored;
    Arrays.fill(targets, UNKNOWN);
    targets[VOID] = ignored;
  }

  /** The value is the index of the class; 255 is ignored. */
  static Labels indices(List<String> classes, int ignored) {
    Labels labels = new Labels(classes, ignored);
    for (int index = 0; index < classes.size(); index++) {
      labels.targets[index] = index;
    }
    return labels;
  }

  /** 0 and 255 are ignored; other values are one more than the index. */
  static Labels fromOne(List<String> classes, int ignored) {
    Labels labels = new Labels(classes, ignored);
    labels.targets[0] = ignored;
    for (int index = 0; index < classes.size(); index++) {
      labels.targets[index + 1] = index;
    }
    return labels;
  }

  /** The first values; those of which the list has the index -1 are ignored. */
  static Labels mapped(List<String> classes, List<Integer> indices, int ignored) {
    Labels labels = new Labels(classes, ignored);
    for (int value = 0; value < indices.size(); value++) {
      labels.targets[value] = indices.get(value) < 0 ? ignored : indices.get(value);
    }
    return labels;
  }

  List<String> classes() {
    return classes;
  }

  /** The target of what is ignored. */
  int ignored() {
    return ignored;
  }

  int target(byte value) {
    return targets[value & 0xff];
  }

  /**
   * Throws where a mask has a value without meaning.
   *
   * @throws RepconvException DATASET
   */
  void requireKnown(Pixels mask, Path file) {
    for (int i = 0; i < mask.values().length; i++) {
      if (target(mask.values()[i]) == UNKNOWN) {
        throw RepconvException.of(ErrorCode.DATASET)
            .at(file.toString())
            .observed(
                "the label %d at row %d, column %d"
                    .formatted(mask.values()[i] & 0xff, i / mask.width(), i % mask.width()))
            .expected("those of %d classes, or 255".formatted(classes.size()))
            .build();
      }
    }
  }
}
