package io.repconv.converter.cli;

import io.repconv.converter.Head;
import io.repconv.converter.ReadOptions;
import io.repconv.converter.input.InputShape;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options that say how a model is read, the same for every command that reads one. */
final class ModelOptions {
  static final Set<String> REPEATABLE = Set.of("--input");

  private ModelOptions() {}

  static Option input() {
    return Arguments.valueOption(
        "input",
        "[NAME=]SHAPE",
        "shape of an input: 1x3x224x224, Nx3xHxW or batch,3,224,224; a word is a size that"
            + " stays open; repeat it for more inputs");
  }

  static Option architecture() {
    return Arguments.valueOption(
        "arch", "NAME[:K=V,...]", "architecture of a checkpoint's weights, with its settings");
  }

  static Options options() {
    return new Options()
        .addOption(input())
        .addOption(architecture())
        .addOption(
            Arguments.valueOption("outputs", "NAME,...", "keep these outputs and what they need"))
        .addOption(
            Arguments.valueOption(
                "head", "argmax|softmax", "append this to the first output, along its channels"));
  }

  static ReadOptions of(Arguments arguments) {
    return new ReadOptions(
        arguments.texts("input").stream().map(InputShape::parse).toList(),
        arguments.names("outputs"),
        arguments.oneOf("head", Head.class),
        arguments.text("arch"));
  }

  /** The one model that a command names. */
  static Path model(Arguments arguments) {
    return models(arguments, List.of("MODEL")).get(0);
  }

  /** The models that a command names, as many as these names for them. */
  static List<Path> models(Arguments arguments, List<String> names) {
    List<String> words = arguments.positional();
    if (words.size() != names.size()) {
      throw Arguments.usage(
          String.join(" ", names),
          words.isEmpty() ? "no file was given" : words.size() + " were given " + words,
          names.size() == 1 ? "one file" : names.size() + " files");
    }
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      paths.add(path(names.get(i), words.get(i)));
    }
    return paths;
  }

  /** The models that a command names, at least one. */
  static List<Path> models(Arguments arguments) {
    List<String> words = arguments.positional();
    if (words.isEmpty()) {
      throw Arguments.usage("MODEL", "no file was given", "one file or more");
    }
    return words.stream().map(word -> path("MODEL", word)).toList();
  }

  static Path path(String where, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw Arguments.usage(
          where, "no file can be named '" + e.getInput() + "'", "the name of a file");
    }
  }
}
