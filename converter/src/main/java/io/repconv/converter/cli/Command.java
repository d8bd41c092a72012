package io.repconv.converter.cli;

import io.repconv.graph.ExitStatus;
import java.util.Set;
import org.apache.commons.cli.Options;

/** One command of the command line. */
interface Command {
  String name();

  /** What follows the name in the usage line, without the options that every command has. */
  String synopsis();

  /** One line for the list of commands. */
  String summary();

  /** The command's own options. */
  Options options();

  /** The options, as they are written, that may be given more than once. */
  default Set<String> repeatable() {
    return Set.of();
  }

  /** Does it. Results go to standard output, progress and errors to standard error. */
  ExitStatus run(Arguments arguments, Terminal terminal);
}
