package io.repconv.converter;

import java.nio.file.Path;
import java.util.Objects;

/** Where the tests find the files of the repository that are not on the class path. */
public final class Fixtures {
  private static final Path FOLDER =
      Path.of(Objects.requireNonNull(System.getProperty("repconv.fixtures")));

  private Fixtures() {}

  /** A small model with random weights; fixtures/models/README.md lists them. */
  public static Path model(String name) {
    return FOLDER.resolve("models").resolve(name);
  }

  /** A checkpoint of fixtures/python/checkpoints.py, {@code resnet18-tiny} with this ending. */
  public static Path checkpoint(String ending) {
    return FOLDER.resolve("checkpoints").resolve("resnet18-tiny." + ending);
  }

  /** A page of the documentation, or the README. */
  public static Path page(String name) {
    return FOLDER.resolveSibling(name);
  }
}
