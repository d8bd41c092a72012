package io.repconv.converter.cli;

import io.repconv.converter.bundle.BundleReplay;
import io.repconv.converter.report.BundleJson;
import io.repconv.converter.report.BundleText;
import io.repconv.converter.report.Json;
import io.repconv.graph.ExitStatus;
import io.repconv.graph.RepconvException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code repconv verify BUNDLE}: one path, that of a folder or a zip. */
final class BundleForm {
  private static final int STEPS = 1;

  /** Options that say something of two models. */
  private static final List<String> FOREIGN =
      List.of("input", "outputs", "head", "arch", "bind", "no-proof", "report");

  private BundleForm() {}

  /** The bundle, where the command line has this form. */
  static Optional<Path> of(Arguments arguments) {
    List<String> words = arguments.positional();
    return words.size() == 1
        ? Optional.of(ModelOptions.path("BUNDLE", words.get(0))).filter(BundleReplay::isBundle)
        : Optional.empty();
  }

  static ExitStatus run(Path bundle, Arguments arguments, Terminal terminal) {
    for (String option : FOREIGN) {
      if (arguments.has(option)) {
        throw Arguments.usage(
            "--" + option, "it is for two models", "a bundle without it, or ORIGINAL DEPLOYED");
      }
    }
    OptionalDouble tolerance =
        arguments.positive("tolerance").map(OptionalDouble::of).orElse(OptionalDouble.empty());
    BundleReplay replay;
    try (Progress progress = new Progress(terminal, arguments.has("quiet"), STEPS)) {
      progress.step("replaying");
      replay = BundleReplay.of(bundle, CheckOptions.device(arguments), tolerance);
    }
    if (arguments.has("json")) {
      terminal.out().println(Json.text(BundleJson.of(replay)));
    } else if (!arguments.has("quiet")) {
      terminal.out().print(BundleText.of(replay, terminal.columns(), terminal.color()));
    }
    RepconvException failure = replay.failure();
    if (failure == null) {
      return ExitStatus.DONE;
    }
    terminal.error(failure);
    return failure.code().status();
  }
}
