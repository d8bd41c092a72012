package io.repconv.converter.cli;

import io.repconv.graph.ExitStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** What one call of the command line came to. */
record Run(ExitStatus status, String out, String err) {
  private static final int COLUMNS = 100;

  static Run of(String... args) {
    return inColumns(COLUMNS, args);
  }

  /** The command line of these words and some more. */
  static Run of(List<String> words, String... more) {
    return inColumns(COLUMNS, words, more);
  }

  static Run inColumns(int columns, List<String> words, String... more) {
    return inColumns(
        columns, Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new));
  }

  static Run inColumns(int columns, String... args) {
    return of(CommandLine.COMMANDS, columns, args);
  }

  /** The command line with other commands. */
  static Run of(Command command, String... args) {
    return of(List.of(command), COLUMNS, args);
  }

  private static Run of(List<Command> commands, int columns, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            columns,
            false,
            false);
    ExitStatus status = new CommandLine(commands, terminal).run(args);
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
