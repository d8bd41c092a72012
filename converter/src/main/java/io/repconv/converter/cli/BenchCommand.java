package io.repconv.converter.cli;

import io.repconv.converter.Bench;
import io.repconv.converter.BenchOptions;
import io.repconv.converter.Benchmark;
import io.repconv.converter.ReadOptions;
import io.repconv.converter.input.InputShape;
import io.repconv.converter.report.BenchJson;
import io.repconv.converter.report.BenchText;
import io.repconv.converter.report.Json;
import io.repconv.graph.ExitStatus;
import io.repconv.runtime.Device;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.commons.cli.Options;

/** Measures models side by side. */
final class BenchCommand implements Command {
  private static final int STEPS = 2;
  private static final int MOST_THREADS = 1024;
  private static final int MOST_RUNS = 1_000_000;

  @Override
  public String name() {
    return "bench";
  }

  @Override
  public String synopsis() {
    return "MODEL [MODEL]... [OPTION]...";
  }

  @Override
  public String summary() {
    return "Measures the latency of models side by side; of one alone, before and after folding.";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(ModelOptions.input())
        .addOption(ModelOptions.architecture())
        .addOption(BoundSizes.option("the runs use"))
        .addOption(Arguments.valueOption("device", "cpu|cuda[:N]", "where all of them run; cpu"))
        .addOption(
            Arguments.valueOption(
                "threads", "N", "threads within an operator; otherwise one for each processor"))
        .addOption(
            Arguments.valueOption(
                "runs", "N", "how often each runs; otherwise 10 to 200 times, about 20 seconds"));
  }

  @Override
  public Set<String> repeatable() {
    return Set.of("--input", BoundSizes.NAME);
  }

  @Override
  public ExitStatus run(Arguments arguments, Terminal terminal) {
    BenchOptions options = options(arguments);
    Bench bench;
    try (Progress progress = new Progress(terminal, arguments.has("quiet"), STEPS)) {
      progress.step("reading");
      try (Benchmark benchmark = new Benchmark(ModelOptions.models(arguments), options)) {
        progress.step("measuring");
        bench = benchmark.run();
      }
    }
    if (arguments.has("json")) {
      terminal.out().println(Json.text(BenchJson.of(bench)));
    } else if (!arguments.has("quiet")) {
      terminal.out().print(BenchText.of(bench, terminal.columns(), terminal.color()));
    }
    return ExitStatus.DONE;
  }

  private static BenchOptions options(Arguments arguments) {
    List<InputShape> shapes = arguments.texts("input").stream().map(InputShape::parse).toList();
    Optional<Integer> runs = arguments.integer("runs", 1, MOST_RUNS);
    return new BenchOptions(
        new ReadOptions(shapes, List.of(), Optional.empty(), arguments.text("arch")),
        BoundSizes.of(arguments),
        Device.parse(arguments.text("device").orElse("cpu")),
        arguments
            .integer("threads", 1, MOST_THREADS)
            .orElseGet(() -> Runtime.getRuntime().availableProcessors()),
        runs.map(OptionalInt::of).orElse(OptionalInt.empty()));
  }
}
