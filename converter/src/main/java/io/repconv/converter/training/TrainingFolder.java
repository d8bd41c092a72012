package io.repconv.converter.training;

import io.repconv.converter.file.StagedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What one training writes: {@code best} and {@code last}, checkpoints, and {@code epochs.jsonl},
 * the metrics of each epoch on a line.
 *
 * @param path of the folder
 */
public record TrainingFolder(Path path) {
  private static final int MOST_RUNS = 10_000;

  /** A new folder for a training: {@code NAME}, or {@code NAME-2} and so on where it is taken. */
  static TrainingFolder create(Path parent, String name) {
    try {
      Files.createDirectories(parent);
      for (int run = 1; run < MOST_RUNS; run++) {
        Path path = parent.resolve(run == 1 ? name : name + "-" + run);
        if (!Files.exists(path)) {
          return new TrainingFolder(Files.createDirectory(path));
        }
      }
    } catch (IOException e) {
      throw StagedFiles.cannotWrite(parent, "no folder can be made in it", e);
    }
    throw StagedFiles.cannotWrite(parent, "it holds %d runs already".formatted(MOST_RUNS), null);
  }

  /** The folder that a checkpoint lies in. */
  static TrainingFolder of(Path checkpoint) {
    Path parent = checkpoint.toAbsolutePath().getParent();
    return new TrainingFolder(parent == null ? Path.of("") : parent);
  }

  /** The checkpoint of the epoch that the monitor found best. */
  public Path best() {
    return path.resolve("best");
  }

  /** The checkpoint that {@code --resume} goes on from. */
  public Path last() {
    return path.resolve("last");
  }

  void append(String epoch) {
    Path file = path.resolve("epochs.jsonl");
    try {
      Files.writeString(
          file,
          epoch + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw StagedFiles.cannotWrite(file, "an epoch cannot be added", e);
    }
  }
}
