package io.repconv.converter.dataset;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.train.data.Dataset;
import io.repconv.runtime.train.data.Example;
import io.repconv.runtime.train.data.Task;
import java.nio.file.Path;
import java.util.List;

/** Images with masks, each in a file. */
final class SegmentationFiles implements Dataset {
  private final List<Pair> pairs;
  private final Labels labels;
  private final Preprocessor preprocessor;

  /** An image and the mask that belongs to it. */
  record Pair(Path image, Path mask) {}

  SegmentationFiles(List<Pair> pairs, Labels labels, Preprocessor preprocessor) {
    this.pairs = List.copyOf(pairs);
    this.labels = labels;
    this.preprocessor = preprocessor;
  }

  @Override
  public int size() {
    return pairs.size();
  }

  @Override
  public List<String> classes() {
    return labels.classes();
  }

  @Override
  public Task task() {
    return Task.SEGMENTATION;
  }

  @Override
  public String name(int index) {
    return pairs.get(index).image().toString();
  }

  @Override
  public Example example(int index, long seed) {
    Pair pair = pairs.get(index);
    Pixels image = PixelFile.image(pair.image());
    Pixels mask = PixelFile.mask(pair.mask());
    if (mask.height() != image.height() || mask.width() != image.width()) {
      throw RepconvException.of(ErrorCode.DATASET)
          .at(pair.mask().toString())
          .observed("a mask of %d x %d".formatted(mask.width(), mask.height()))
          .expected("%d x %d, as %s has".formatted(image.width(), image.height(), pair.image()))
          .build();
    }
    labels.requireKnown(mask, pair.mask());
    return preprocessor.segmented(name(index), image, mask, labels, seed);
  }
}
