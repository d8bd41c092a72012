package io.repconv.converter.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The names of the published data sets' classes. */
final class ClassNames {
  private ClassNames() {}

  /** The lines of a resource beside this class. */
  static List<String> of(String dataset) {
    try (InputStream in = ClassNames.class.getResourceAsStream(dataset + ".txt")) {
      if (in == null) {
        throw new IllegalStateException("no class names of " + dataset);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
