package io.repconv.converter.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for files that nobody keeps: it is gone when closed, also when the JVM is told to end.
 */
public final class TemporaryFolder implements AutoCloseable {
  private final Path path;
  private final Thread onExit;

  private TemporaryFolder(Path path) {
    this.path = path;
    this.onExit = new Thread(this::delete, "remove " + path);
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  /** Makes one where the system keeps such folders. */
  public static TemporaryFolder create(String name) {
    try {
      return new TemporaryFolder(Files.createTempDirectory(name));
    } catch (IOException e) {
      throw StagedFiles.cannotWrite(
          Path.of(System.getProperty("java.io.tmpdir")), "no folder can be made in it", e);
    }
  }

  /** Makes one in a folder, from where what is in it can be moved by renaming. */
  public static TemporaryFolder in(Path folder, String name) {
    try {
      return new TemporaryFolder(Files.createTempDirectory(folder, name));
    } catch (IOException e) {
      throw StagedFiles.cannotWrite(folder, "nothing can be written in it", e);
    }
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException alreadyEnding) {
      return;
    }
  }

  private void delete() {
    try {
      delete(path);
    } catch (IOException e) {
      throw StagedFiles.cannotWrite(path, "the temporary files cannot be removed", e);
    }
  }

  /** Removes a folder with all that is in it; links are removed, not followed. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> inside;
    try (Stream<Path> all = Files.walk(folder)) {
      inside = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : inside) {
      Files.deleteIfExists(file);
    }
  }
}
