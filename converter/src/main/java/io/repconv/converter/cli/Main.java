package io.repconv.converter.cli;

import io.repconv.converter.Version;
import io.repconv.graph.ExitStatus;
import java.util.Locale;

/** Entry point of the {@code repconv} command. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the JVM with its exit status. */
  public static void main(String[] args) {
    // Numbers are written alike everywhere, whatever the user's language.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    if (args.length == 1 && args[0].equals("--version")) {
      System.out.println("repconv " + Version.current());
      return;
    }
    ExitStatus status = new CommandLine(CommandLine.COMMANDS, Terminal.ofProcess()).run(args);
    if (status != ExitStatus.DONE) {
      System.exit(status.number());
    }
  }
}
