package io.repconv.converter.dataset;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The folders of a layout, looked for below the one that the user named.
 *
 * @param root the user's folder
 * @param layout what it should hold, as messages say it
 */
record Folders(Path root, String layout) {
  /**
   * The first of these folders that is there.
   *
   * @throws RepconvException DATASET with what was looked for
   */
  Path first(List<String> candidates) {
    return candidates.stream()
        .map(root::resolve)
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(() -> missing("no folder '" + String.join("' or '", candidates) + "'"));
  }

  /** The error for something that the layout has and the folder does not. */
  RepconvException missing(String observed) {
    return RepconvException.of(ErrorCode.DATASET)
        .at(root.toString())
        .observed(Files.isDirectory(root) ? observed : "no such folder")
        .expected(layout)
        .fix("data_dir names the folder that holds these.")
        .build();
  }

  /** The files in a folder that have one of these endings, by name. */
  List<Path> files(Path folder, List<String> endings) {
    return entries(folder)
        .filter(file -> endings.stream().anyMatch(lowerName(file)::endsWith))
        .toList();
  }

  /** The folders in a folder, by name. */
  List<Path> folders(Path folder) {
    return entries(folder).filter(Files::isDirectory).toList();
  }

  private static String lowerName(Path file) {
    return name(file).toLowerCase(Locale.ROOT);
  }

  static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private Stream<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> !name(entry).startsWith(".")).sorted().toList().stream();
    } catch (IOException e) {
      throw missing("the folder " + folder + " cannot be read (" + e.getMessage() + ")");
    }
  }
}
