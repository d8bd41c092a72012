package io.repconv.converter.dataset;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.train.data.Dataset;
import io.repconv.runtime.train.data.Example;
import io.repconv.runtime.train.data.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Grey images of one size with one of ten classes each, in the files of MNIST. */
final class IdxImages implements Dataset {
  private final String split;
  private final List<String> classes;
  private final Preprocessor preprocessor;
  private final IdxFile images;
  private final byte[] targets;

  /**
   * Reads the images of a split.
   *
   * @param split {@code train} or {@code t10k}
   * @throws RepconvException DATASET, MALFORMED, TRUNCATED, TOO_LARGE
   */
  IdxImages(Path folder, String split, List<String> classes, Preprocessor preprocessor) {
    this.split = split;
    this.classes = List.copyOf(classes);
    this.preprocessor = preprocessor;
    Path labels = find(folder, split + "-labels-idx1-ubyte");
    this.images = IdxFile.read(find(folder, split + "-images-idx3-ubyte"), 3);
    this.targets = IdxFile.read(labels, 1).bytes();
    if (targets.length != images.dims()[0]) {
      throw wrong(
          labels,
          "%d labels".formatted(targets.length),
          "%d, one for each image".formatted(images.dims()[0]));
    }
    for (int i = 0; i < targets.length; i++) {
      if (targets[i] < 0 || targets[i] >= classes.size()) {
        throw wrong(
            labels,
            "the label %d of image %d".formatted(targets[i] & 0xff, i),
            "0 to %d".formatted(classes.size() - 1));
      }
    }
  }

  private static Path find(Path folder, String name) {
    return Stream.of(name, name + ".gz")
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new Folders(
                        folder,
                        "the files of MNIST: train- and t10k-, images-idx3-ubyte and"
                            + " labels-idx1-ubyte, plain or with .gz")
                    .missing("no file '%s' or '%s.gz'".formatted(name, name)));
  }

  private static RepconvException wrong(Path file, String observed, String expected) {
    return RepconvException.of(ErrorCode.DATASET)
        .at(file.toString())
        .observed(observed)
        .expected(expected)
        .build();
  }

  @Override
  public int size() {
    return targets.length;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public Task task() {
    return Task.CLASSIFICATION;
  }

  @Override
  public String name(int index) {
    return "%s image %d".formatted(split, index);
  }

  @Override
  public Example example(int index, long seed) {
    int height = images.dims()[1];
    int width = images.dims()[2];
    int size = height * width;
    byte[] values = Arrays.copyOfRange(images.bytes(), index * size, (index + 1) * size);
    Pixels image = new Pixels(1, height, width, values);
    return preprocessor.classified(name(index), image, targets[index], seed);
  }
}
