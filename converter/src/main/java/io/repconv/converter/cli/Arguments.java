package io.repconv.converter.cli;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.NearestName;
import io.repconv.graph.RepconvException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** What a user gave one command; every question about it can be refused as bad usage. */
final class Arguments {
  private final CommandLine line;

  private Arguments(CommandLine line) {
    this.line = line;
  }

  static Arguments parse(Command command, List<String> words) {
    Options options = withGlobal(command.options());
    DefaultParser parser = DefaultParser.builder().setAllowPartialMatching(false).get();
    CommandLine line;
    try {
      line = parser.parse(options, words.toArray(String[]::new));
    } catch (UnrecognizedOptionException e) {
      throw unknown(command, options, e.getOption());
    } catch (MissingArgumentException e) {
      Option option = e.getOption();
      throw usage(
          spelled(option), "a value is missing", spelled(option) + " " + option.getArgName());
    } catch (ParseException e) {
      throw usage(
          command.name(), String.valueOf(e.getMessage()), "repconv " + command.name() + " --help");
    }
    for (Option option : line.getOptions()) {
      if (option.hasArg()
          && !command.repeatable().contains(spelled(option))
          && line.getOptionValues(option).length > 1) {
        throw usage(spelled(option), "it was given more than once", "it once");
      }
    }
    return new Arguments(line);
  }

  /** The options of a command together with those of every command. */
  static Options withGlobal(Options own) {
    Options all = new Options();
    own.getOptions().forEach(all::addOption);
    global().getOptions().forEach(all::addOption);
    return all;
  }

  static Options global() {
    return new Options()
        .addOption(flagOption("help", "show this"))
        .addOption(flagOption("quiet", "print nothing but errors"))
        .addOption(flagOption("json", "print the result as JSON"))
        .addOption(flagOption("debug", "show stack traces"))
        .addOption(flagOption("version", "print the version"));
  }

  static Option flagOption(String name, String description) {
    return Option.builder().longOpt(name).desc(description).get();
  }

  static Option valueOption(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get();
  }

  static String spelled(Option option) {
    return option.hasLongOpt() ? "--" + option.getLongOpt() : "-" + option.getOpt();
  }

  private static RepconvException unknown(Command command, Options options, String word) {
    String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    List<String> known = options.getOptions().stream().map(Arguments::spelled).toList();
    return RepconvException.of(ErrorCode.USAGE)
        .at(name)
        .observed("'%s' has no such option".formatted(command.name()))
        .fix(
            NearestName.of(name, known)
                .map("Did you mean %s?"::formatted)
                .orElse("See repconv %s --help.".formatted(command.name())))
        .build();
  }

  /** An error of usage: what was observed where, and what was expected. */
  static RepconvException usage(String where, String observed, String expected) {
    return RepconvException.of(ErrorCode.USAGE)
        .at(where)
        .observed(observed)
        .expected(expected)
        .build();
  }

  boolean has(String option) {
    return line.hasOption(option);
  }

  Optional<String> text(String option) {
    return Optional.ofNullable(line.getOptionValue(option));
  }

  /** The values of an option that can be repeated. */
  List<String> texts(String option) {
    String[] values = line.getOptionValues(option);
    return values == null ? List.of() : List.of(values);
  }

  /** The names of an option that takes them separated by commas. */
  List<String> names(String option) {
    Optional<String> text = text(option);
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> names = Arrays.stream(text.get().split(",", -1)).map(String::strip).toList();
    if (names.contains("")) {
      throw usage("--" + option + " " + text.get(), "a name is empty", "NAME,NAME,...");
    }
    return names;
  }

  Optional<Integer> integer(String option, int least, int most) {
    return text(option)
        .map(
            text -> {
              if (text.matches("[0-9]{1,9}")) {
                int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                  return number;
                }
              }
              throw usage(
                  "--" + option, "'" + text + "'", "a number from " + least + " to " + most);
            });
  }

  /** A positive finite number. */
  Optional<Double> positive(String option) {
    return text(option)
        .map(
            text -> {
              try {
                double number = Double.parseDouble(text);
                if (number > 0 && Double.isFinite(number)) {
                  return number;
                }
              } catch (NumberFormatException e) {
                // Refused below, as any other text that is no number.
              }
              throw usage("--" + option, "'" + text + "'", "a positive number such as 1e-5");
            });
  }

  /** One of several words. */
  <E extends Enum<E>> Optional<E> oneOf(String option, Class<E> words) {
    return text(option)
        .map(
            text ->
                Arrays.stream(words.getEnumConstants())
                    .filter(word -> word.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst()
                    .orElseThrow(() -> usage("--" + option, "'" + text + "'", wordsOf(words))));
  }

  private static <E extends Enum<E>> String wordsOf(Class<E> words) {
    return Arrays.stream(words.getEnumConstants())
        .map(word -> word.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" or "));
  }

  /** The words that are no options. */
  List<String> positional() {
    return List.copyOf(line.getArgList());
  }
}
