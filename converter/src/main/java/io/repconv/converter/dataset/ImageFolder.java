package io.repconv.converter.dataset;

import io.repconv.runtime.train.data.Dataset;
import io.repconv.runtime.train.data.Example;
import io.repconv.runtime.train.data.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Images in a folder for each class; the classes have the order of their names. */
final class ImageFolder implements Dataset {
  private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png");

  private final List<String> classes = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final List<Integer> targets = new ArrayList<>();
  private final Preprocessor preprocessor;

  /**
   * The images of a split.
   *
   * @throws io.repconv.graph.RepconvException DATASET
   */
  ImageFolder(Path folder, String split, Preprocessor preprocessor) {
    this.preprocessor = preprocessor;
    Folders folders =
        new Folders(
            folder, "folders of splits (train, val), in these a folder of images for each class");
    Path images = folders.first(List.of(split));
    for (Path one : folders.folders(images)) {
      for (Path file : folders.files(one, ENDINGS)) {
        files.add(file);
        targets.add(classes.size());
      }
      classes.add(Folders.name(one));
    }
    if (files.isEmpty()) {
      throw folders.missing("no PNG or JPEG in the folders of " + images);
    }
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public List<String> classes() {
    return List.copyOf(classes);
  }

  @Override
  public Task task() {
    return Task.CLASSIFICATION;
  }

  @Override
  public String name(int index) {
    return files.get(index).toString();
  }

  @Override
  public Example example(int index, long seed) {
    Pixels image = PixelFile.image(files.get(index));
    return preprocessor.classified(name(index), image, targets.get(index), seed);
  }
}
