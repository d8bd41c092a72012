package io.repconv.converter.cli;

import io.repconv.converter.Version;
import io.repconv.converter.report.Wrapping;
import java.util.Collection;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** What {@code --help} prints. */
final class HelpText {
  private static final int INDENT = 2;

  private HelpText() {}

  static String ofProgram(List<Command> commands) {
    StringBuilder text = new StringBuilder();
    text.append("repconv ")
        .append(Version.current())
        .append(" folds multi-branch convolutional networks into single-branch ONNX.\n\n")
        .append("usage: repconv COMMAND [OPTION]...\n\n");
    commands.forEach(
        command -> text.append("  %-10s %s%n".formatted(command.name(), command.summary())));
    return text.append(
            """

            repconv COMMAND --help   lists the options of a command
            repconv --version        prints the version

            Exit status
              0   done
              1   the deployed model is not equivalent to the original; an export is not written
              2   the command line cannot be understood
              3   the model cannot be read or is not supported
              4   the environment lacks something (memory, disk, a device, a native library)
              5   --assert-single-branch found a block that stayed multi-branch
              70  a bug in repconv

            Environment
              REPCONV_JAVA_OPTS   options of the Java virtual machine, such as -Xmx8g
              NO_COLOR            print without colors
            """)
        .toString();
  }

  static String ofCommand(Command command, int columns) {
    StringBuilder text = new StringBuilder();
    text.append("usage: repconv ")
        .append(command.name())
        .append(' ')
        .append(command.synopsis())
        .append("\n\n")
        .append(Wrapping.hanging(command.summary(), columns, 0))
        .append("\n\n");
    append(text, command.options(), columns);
    text.append("\n");
    append(text, Arguments.global(), columns);
    return text.toString();
  }

  private static void append(StringBuilder text, Options all, int columns) {
    Collection<Option> options = all.getOptions();
    int width = options.stream().mapToInt(option -> form(option).length()).max().orElse(0);
    int left = INDENT + width + 2;
    for (Option option : options) {
      text.append(" ".repeat(INDENT)).append(form(option));
      text.append(" ".repeat(left - INDENT - form(option).length()));
      text.append(Wrapping.hanging(option.getDescription(), columns - left, left)).append('\n');
    }
  }

  private static String form(Option option) {
    String name = Arguments.spelled(option);
    return option.hasArg() ? name + " " + option.getArgName() : name;
  }
}
