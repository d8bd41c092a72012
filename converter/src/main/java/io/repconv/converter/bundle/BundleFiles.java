package io.repconv.converter.bundle;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of a bundle's files. */
final class BundleFiles {
  static final String MODEL = "model.onnx";
  static final String CHECKSUMS = "SHA256SUMS";
  static final String DATA_SET = "test_data_set_";
  static final String INPUT = "input_";
  static final String OUTPUT = "output_";

  /** A file, or a file in a folder; no name that is "." or "..", none that starts with one. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_][^/\\\\:\\p{Cntrl}]*(/[A-Za-z0-9_][^/\\\\:\\p{Cntrl}]*)?");

  private BundleFiles() {}

  /**
   * Holds a name from a bundle to lie in it.
   *
   * @param where the file that has the name
   */
  static String requireInside(String name, String where) {
    if (!NAME.matcher(name).matches()) {
      throw RepconvException.of(ErrorCode.OUTSIDE_FOLDER)
          .at(where)
          .observed("it names a file '" + name + "'")
          .expected("FILE or FOLDER/FILE inside the bundle")
          .why("A bundle must not make its reader touch other files of this machine.")
          .build();
    }
    return name;
  }

  /** All files in a folder and the folders in it, sorted, with / between. */
  static List<String> list(Path folder) {
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files
          .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  static RepconvException unreadable(Path path, IOException e) {
    return RepconvException.of(ErrorCode.MISSING_DATA)
        .at(path.toString())
        .observed("it cannot be read (" + e.getMessage() + ")")
        .cause(e)
        .build();
  }
}
