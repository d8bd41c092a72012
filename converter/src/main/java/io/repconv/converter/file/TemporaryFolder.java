package io.repconv.converter.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for files that nobody keeps; it holds files alone and is gone when closed. */
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
    if (!Files.isDirectory(path)) {
      return;
    }
    try {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(path)) {
        for (Path file : left) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw StagedFiles.cannotWrite(path, "the temporary files cannot be removed", e);
    }
  }
}
