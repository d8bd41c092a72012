package io.repconv.converter.training;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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
    String all =
        found.stream().limit(MOST_SHOWN).map(Problem::text).collect(Collectors.joining("\n  "));
    throw error
        .at(file.toString())
        .observed("%d keys cannot be used".formatted(found.size()))
        .why(all + (found.size() > MOST_SHOWN ? "\n  ..." : ""))
        .build();
  }
}
