package io.repconv.converter.cli;

import com.google.gson.JsonObject;
import io.repconv.converter.Version;
import io.repconv.converter.report.Json;
import io.repconv.converter.report.ReportJson;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.ExitStatus;
import io.repconv.graph.NearestName;
import io.repconv.graph.RepconvException;
import java.util.ArrayList;
import java.util.List;

/** Finds the command a user asks for, runs it, and says what went wrong. */
final class CommandLine {
  static final List<Command> COMMANDS =
      List.of(
          new ExportCommand(),
          new VerifyCommand(),
          new InspectCommand(),
          new BenchCommand(),
          new TrainCommand());

  private final List<Command> commands;
  private final Terminal terminal;

  CommandLine(List<Command> commands, Terminal terminal) {
    this.commands = List.copyOf(commands);
    this.terminal = terminal;
  }

  /** Runs a command line. Never throws. */
  ExitStatus run(String... args) {
    List<String> words = List.of(args);
    try {
      return dispatch(words);
    } catch (RepconvException e) {
      terminal.error(e);
      if (words.contains("--json")) {
        terminal.out().println(Json.text(error(e)));
      }
      showTrace(words, e);
      return e.code().status();
    } catch (OutOfMemoryError e) {
      RepconvException error = outOfMemory(e);
      terminal.error(error);
      showTrace(words, e);
      return error.code().status();
    } catch (Throwable e) {
      terminal.err().println("repconv: a bug in repconv: " + e);
      terminal
          .err()
          .println("  Please report it with the command, and what --debug adds to this message.");
      showTrace(words, e);
      return ExitStatus.BUG;
    }
  }

  private ExitStatus dispatch(List<String> words) {
    if (words.isEmpty()) {
      throw noCommand("no command was given", "");
    }
    List<String> rest = new ArrayList<>(words);
    List<String> global = new ArrayList<>();
    while (!rest.isEmpty() && rest.get(0).startsWith("-")) {
      String option = rest.remove(0);
      if (Arguments.global().getOptions().stream()
          .noneMatch(known -> Arguments.spelled(known).equals(option))) {
        throw noCommand("'" + option + "' comes before the command", option);
      }
      global.add(option);
    }
    if (global.contains("--version")) {
      terminal.out().println("repconv " + Version.current());
      return ExitStatus.DONE;
    }
    if (rest.isEmpty()) {
      if (!global.contains("--help")) {
        throw noCommand("no command was given", "");
      }
      terminal.out().print(HelpText.ofProgram(commands));
      return ExitStatus.DONE;
    }
    Command command = command(rest.remove(0));
    rest.addAll(global);
    Arguments arguments = Arguments.parse(command, rest);
    if (arguments.has("help")) {
      terminal.out().print(HelpText.ofCommand(command, terminal.columns()));
      return ExitStatus.DONE;
    }
    if (arguments.has("version")) {
      terminal.out().println("repconv " + Version.current());
      return ExitStatus.DONE;
    }
    return command.run(arguments, terminal);
  }

  private Command command(String name) {
    return commands.stream()
        .filter(command -> command.name().equals(name))
        .findFirst()
        .orElseThrow(() -> noCommand("there is no command '" + name + "'", name));
  }

  private RepconvException noCommand(String observed, String word) {
    List<String> names = commands.stream().map(Command::name).toList();
    String fix =
        NearestName.of(word, names).map("Did you mean %s? "::formatted).orElse("")
            + "See repconv --help.";
    return RepconvException.of(ErrorCode.USAGE)
        .at("command line")
        .observed(observed)
        .expected("one of " + String.join(", ", names))
        .fix(fix)
        .build();
  }

  private static RepconvException outOfMemory(OutOfMemoryError error) {
    long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
    return RepconvException.of(ErrorCode.OUT_OF_MEMORY)
        .at("Java heap")
        .observed("%d MiB are not enough for this model".formatted(mebibytes))
        .fix("Give more with REPCONV_JAVA_OPTS=-Xmx%dm.".formatted(4 * mebibytes))
        .cause(error)
        .build();
  }

  private static JsonObject error(RepconvException e) {
    JsonObject result = new JsonObject();
    result.add("error", ReportJson.error(e));
    return result;
  }

  private void showTrace(List<String> words, Throwable e) {
    if (words.contains("--debug")) {
      e.printStackTrace(terminal.err());
    }
  }
}
