package io.repconv.converter.cli;

import io.repconv.converter.report.Json;
import io.repconv.converter.report.TrainJson;
import io.repconv.converter.report.TrainText;
import io.repconv.converter.training.TrainingConfig;
import io.repconv.converter.training.TrainingPlan;
import io.repconv.converter.training.TrainingRun;
import io.repconv.graph.ExitStatus;
import io.repconv.runtime.train.EpochReport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.cli.Options;

/** Trains a network as a configuration says. */
final class TrainCommand implements Command {
  @Override
  public String name() {
    return "train";
  }

  @Override
  public String synopsis() {
    return "--config FILE.json [OPTION]...";
  }

  @Override
  public String summary() {
    return "Trains a network; its checkpoints are models that export takes.";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(
            Arguments.valueOption(
                "config", "FILE.json", "what to train, on what and how; required"))
        .addOption(
            Arguments.valueOption(
                "resume", "CHECKPOINT", "go on from it, as if nothing had stopped"));
  }

  @Override
  public ExitStatus run(Arguments arguments, Terminal terminal) {
    if (!arguments.positional().isEmpty()) {
      throw Arguments.usage(
          arguments.positional().get(0),
          "train takes no model",
          "repconv train --config FILE.json");
    }
    Path file =
        ModelOptions.path(
            "--config",
            arguments
                .text("config")
                .orElseThrow(
                    () -> Arguments.usage("--config", "it was not given", "--config FILE.json")));
    Optional<Path> checkpoint =
        arguments.text("resume").map(text -> ModelOptions.path("--resume", text));
    TrainingPlan plan = TrainingPlan.of(TrainingConfig.read(file));
    boolean text = !arguments.has("json") && !arguments.has("quiet");
    TrainText page = new TrainText(plan, terminal.columns(), terminal.color());
    TrainingRun.Outcome outcome;
    try (TrainingRun run = run(plan, checkpoint)) {
      if (text) {
        terminal.out().print(page.start(run.folder()));
      }
      outcome =
          watched(
              run,
              arguments.has("quiet"),
              terminal,
              report -> {
                if (text) {
                  terminal.out().print(page.epoch(report));
                }
              });
    }
    if (text) {
      terminal.out().print(page.end(outcome, file));
    } else if (arguments.has("json")) {
      terminal
          .out()
          .println(Json.text(TrainJson.of(plan.architecture(), plan.network().size(), outcome)));
    }
    return ExitStatus.DONE;
  }

  private static TrainingRun run(TrainingPlan plan, Optional<Path> checkpoint) {
    return checkpoint.isPresent()
        ? TrainingRun.resume(plan, checkpoint.get())
        : TrainingRun.start(plan);
  }

  private static TrainingRun.Outcome watched(
      TrainingRun run, boolean quiet, Terminal terminal, Consumer<EpochReport> finished) {
    int epochs = run.plan().options().epochs();
    try (Interruption interruption = new Interruption();
        TrainingProgress progress =
            new TrainingProgress(terminal, quiet, epochs, interruption, finished)) {
      return run.run(progress);
    }
  }
}
