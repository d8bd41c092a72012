package io.repconv.converter.training;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is wrong in a configuration, told at once. */
final class Problems {
  private static final int MOST_SHOWN = 20;

  private final Path file;
  private final List<Problem> found = new ArrayList<>();

  /**
   * One of them.
   *
   * @param path the key, from the top of the file
   */
  record Problem(String path, String observed, String expected, String fix) {
    String text() {
      return "%s: %s, expected %s%s"
          .formatted(path, observed, expected, fix.isEmpty() ? "." : ". " + fix);
    }
  }

  Problems(Path file) {
    this.file = file;
  }

  void add(Problem problem) {
    found.add(problem);
  }

  /**
   * Throws where there are any.
   *
   * @throws RepconvException CONFIGURATION
   */
  void throwAny() {
    if (found.isEmpty()) {
      return;
    }
    Problem first = found.get(0);
    RepconvException.Builder error = RepconvException.of(ErrorCode.CONFIGURATION);
    if (found.size() == 1) {
      throw error
          .at(file + ", " + first.path())
          .observed(first.observed())
          .expected(first.expected())
          .fix(first.fix())
          .build();
    }
    StringBuilder all = new StringBuilder("%d keys cannot be used".formatted(found.size()));
    for (Problem problem : found.subList(0, Math.min(MOST_SHOWN, found.size()))) {
      all.append("\n  ").append(problem.text());
    }
    if (found.size() > MOST_SHOWN) {
      all.append("\n  ...");
    }
    throw error.at(file.toString()).observed(all.toString()).build();
  }
}
