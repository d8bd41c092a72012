package io.repconv.converter.file;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that take their place only when they are finished. They are written into a folder of their
 * own beside the target, under their final names, so that what was there stays until {@link
 * #publish} renames them. {@link #close} removes what was not published, also when the JVM is told
 * to end.
 */
public final class StagedFiles implements AutoCloseable {
  private final Path target;
  private final Path folder;
  private final Path staging;
  private final List<String> names = new ArrayList<>();
  private final Thread onExit;

  private StagedFiles(Path target, Path folder, Path staging) {
    this.target = target;
    this.folder = folder;
    this.staging = staging;
    this.onExit = new Thread(this::delete, "remove " + staging);
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  /**
   * A stage for a file and others that belong beside it. Behind a symbolic link it is the file that
   * will be replaced, not the link.
   *
   * @throws RepconvException CANNOT_WRITE where nothing can be written in the target's folder, or
   *     where the target is a folder or a device
   */
  public static StagedFiles beside(Path target) {
    Path absolute = behindLink(target).toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    if (folder == null || (Files.exists(absolute) && !Files.isRegularFile(absolute))) {
      throw cannotWrite(target, "this is not a regular file", null);
    }
    if (!Files.isDirectory(folder)) {
      throw cannotWrite(target, "the folder " + folder + " does not exist", null);
    }
    try {
      return new StagedFiles(
          absolute, folder, Files.createTempDirectory(folder, "." + absolute.getFileName()));
    } catch (IOException e) {
      throw cannotWrite(target, "nothing can be written in " + folder, e);
    }
  }

  private static Path behindLink(Path target) {
    try {
      return Files.isSymbolicLink(target)
          ? target.resolveSibling(Files.readSymbolicLink(target))
          : target;
    } catch (IOException e) {
      throw cannotWrite(target, "the link cannot be followed", e);
    }
  }

  /** Where to write the file the stage is for. */
  public Path main() {
    return add(String.valueOf(target.getFileName()));
  }

  /** Where to write a file of this name; files take their place in the order of their mention. */
  public Path add(String name) {
    if (!names.contains(name)) {
      names.add(name);
    }
    return staging.resolve(name);
  }

  /**
   * Renames the files that were written to their places.
   *
   * @throws RepconvException CANNOT_WRITE
   */
  public void publish() {
    try {
      for (String name : names) {
        Files.move(staging.resolve(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw cannotWrite(target, "the file cannot take its place", e);
    } finally {
      close();
    }
  }

  /** The error for a file that cannot be written; a full disk is told by the system's message. */
  public static RepconvException cannotWrite(
      Path path, String observed, @org.jspecify.annotations.Nullable IOException cause) {
    RepconvException.Builder error =
        RepconvException.of(ErrorCode.CANNOT_WRITE)
            .at(path.toString())
            .observed(cause == null ? observed : observed + " (" + reason(cause) + ")")
            .why("Nothing was written; a file that was there is unchanged.");
    return cause == null ? error.build() : error.cause(cause).build();
  }

  private static String reason(IOException cause) {
    String message = String.valueOf(cause.getMessage());
    int colon = message.lastIndexOf(": ");
    return colon < 0 ? message : message.substring(colon + 2);
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
    if (!Files.isDirectory(staging)) {
      return;
    }
    try {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(staging)) {
        for (Path file : left) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(staging);
    } catch (IOException e) {
      throw cannotWrite(staging, "the unfinished files cannot be removed", e);
    }
  }
}
