package io.repconv.converter.report;

import io.repconv.graph.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The page of {@code docs/errors} on an error.
 *
 * @param title what the error is called
 * @param markdown the whole page
 */
record ErrorPage(String title, String markdown) {
  static ErrorPage of(ErrorCode code) {
    String name = "errors/" + code.code() + ".md";
    try (InputStream in = ErrorPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      String markdown = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String heading = markdown.lines().findFirst().orElse("");
      return new ErrorPage(heading.substring(heading.indexOf(':') + 1).strip(), markdown);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
