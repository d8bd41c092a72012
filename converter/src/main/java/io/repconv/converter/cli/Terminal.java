package io.repconv.converter.cli;

import io.repconv.graph.RepconvException;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where a command writes.
 *
 * @param columns how wide text for a person may be
 * @param color whether standard output takes colors
 * @param progress whether standard error is a terminal that can show progress
 */
record Terminal(PrintStream out, PrintStream err, int columns, boolean color, boolean progress) {
  private static final int DEFAULT_COLUMNS = 100;
  private static final int LEAST_COLUMNS = 60;
  private static final int MOST_COLUMNS = 160;

  /** The terminal of this process. */
  static Terminal ofProcess() {
    Map<String, String> environment = System.getenv();
    boolean out = isTerminal(1);
    boolean err = isTerminal(2);
    boolean plain = environment.containsKey("NO_COLOR") || "dumb".equals(environment.get("TERM"));
    return new Terminal(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        out ? columns(environment) : DEFAULT_COLUMNS,
        out && !plain,
        err && !"dumb".equals(environment.get("TERM")));
  }

  /** Says what went wrong. */
  void error(RepconvException e) {
    err.println("repconv: " + e.getMessage());
  }

  /** Where there is no /proc, nothing is taken for a terminal. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static int columns(Map<String, String> environment) {
    String columns = environment.getOrDefault("COLUMNS", "");
    int known = columns.matches("[0-9]{1,4}") ? Integer.parseInt(columns) : askedColumns();
    return Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, known));
  }

  private static int askedColumns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      stty.waitFor(1, TimeUnit.SECONDS);
      String[] size = answer.strip().split(" ", -1);
      return size.length == 2 && size[1].matches("[1-9][0-9]{0,3}")
          ? Integer.parseInt(size[1])
          : DEFAULT_COLUMNS;
    } catch (IOException e) {
      return DEFAULT_COLUMNS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DEFAULT_COLUMNS;
    }
  }
}
