package io.repconv.converter.cli;

import io.repconv.converter.Export;
import io.repconv.converter.Folded;
import io.repconv.converter.Model;
import io.repconv.converter.ReadOptions;
import io.repconv.converter.WriteOptions;
import io.repconv.converter.bundle.Bundle;
import io.repconv.converter.report.ExportJson;
import io.repconv.converter.report.ExportText;
import io.repconv.converter.report.Json;
import io.repconv.converter.report.Report;
import io.repconv.converter.report.ReportJson;
import io.repconv.graph.ExitStatus;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.Device;
import io.repconv.runtime.check.CheckPolicy;
import io.repconv.runtime.check.CheckReport;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Reads a model, folds it, writes it as ONNX and checks what was written. */
final class ExportCommand implements Command {
  private static final int STEPS = 4;

  @Override
  public String name() {
    return "export";
  }

  @Override
  public String synopsis() {
    return "MODEL --to onnx [-o FILE] [OPTION]...";
  }

  @Override
  public String summary() {
    return "Folds a model, writes it as ONNX, and checks the file against the original.";
  }

  @Override
  public Options options() {
    Options options =
        new Options()
            .addOption(Arguments.valueOption("to", "onnx", "format to write; required"))
            .addOption(
                Option.builder("o")
                    .hasArg()
                    .argName("FILE")
                    .desc("where to; MODEL with .onnx, or .deploy.onnx where that is MODEL itself")
                    .get());
    ModelOptions.options().getOptions().forEach(options::addOption);
    options
        .addOption(
            Arguments.valueOption(
                "opset", "N", "version of ONNX's operators, 13 to 21; otherwise MODEL's own or 17"))
        .addOption(
            Arguments.flagOption("external-data", "write the weights to FILE.data beside FILE"))
        .addOption(
            Arguments.flagOption(
                "fp16", "half precision; inputs, outputs and what overflows stay float"))
        .addOption(
            Arguments.valueOption(
                "bundle",
                "DIR|FILE.zip",
                "write FILE with test data, checksums and commands to run it"))
        .addOption(Arguments.flagOption("no-fold", "convert only"))
        .addOption(Arguments.flagOption("no-verify", "do not check the file"))
        .addOption(
            Arguments.flagOption(
                "assert-single-branch", "fail with status 5 where a block stays multi-branch"));
    CheckOptions.options().getOptions().forEach(options::addOption);
    return options;
  }

  @Override
  public Set<String> repeatable() {
    return CheckOptions.REPEATABLE;
  }

  @Override
  public ExitStatus run(Arguments arguments, Terminal terminal) {
    requireOnnx(arguments);
    Path path = ModelOptions.model(arguments);
    Path target =
        arguments
            .text("o")
            .map(text -> ModelOptions.path("-o", text))
            .orElseGet(() -> target(path));
    ReadOptions read = ModelOptions.of(arguments);
    Request request = Request.of(arguments);
    ReportOption reports = ReportOption.of(arguments);
    Optional<Path> bundle = arguments.text("bundle").map(t -> ModelOptions.path("--bundle", t));
    bundle.ifPresent(Bundle::requireFree);
    Export export;
    Folded folded = null;
    try (Progress progress = new Progress(terminal, arguments.has("quiet"), STEPS)) {
      progress.step("reading");
      Model model = Model.readForExport(path, read);
      progress.step("folding");
      folded = arguments.has("no-fold") ? model.unfolded() : model.fold();
      if (arguments.has("assert-single-branch")) {
        folded.requireSingleBranch();
      }
      if (arguments.has("fp16")) {
        folded = folded.inHalfPrecision(request.policy());
      }
      progress.step(request.verify() ? "writing and checking" : "writing");
      export = request.export(folded, target);
      if (bundle.isPresent() && export.written()) {
        progress.step("bundling");
        CheckPolicy policy = request.policy();
        new Bundle(export, policy, ExportJson.reproducible(export, policy.bound()))
            .write(bundle.get());
      }
    } catch (RepconvException e) {
      Optional<Folded> reached = Optional.ofNullable(folded);
      reports.write(() -> Report.failed(name(), path, reached, e), e, terminal);
      throw e;
    }
    Map<String, Long> bound = request.policy().bound();
    print(export, arguments, terminal, bound);
    RepconvException failure = export.check().map(CheckReport::failure).orElse(null);
    if (failure != null) {
      terminal.error(failure);
    }
    reports.write(() -> Report.of(export, bound), failure, terminal);
    return failure == null ? ExitStatus.DONE : failure.code().status();
  }

  private static void print(
      Export export, Arguments arguments, Terminal terminal, Map<String, Long> bound) {
    if (arguments.has("json")) {
      terminal.out().println(Json.text(ReportJson.of(Report.of(export, bound))));
    } else if (!arguments.has("quiet")) {
      terminal.out().print(ExportText.of(export, bound, terminal.columns(), terminal.color()));
    }
  }

  /**
   * Where the result goes when no other place is named: beside the model, with the ending {@code
   * .onnx}, or {@code .deploy.onnx} where that is the model itself.
   */
  static Path target(Path model) {
    String name = String.valueOf(model.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String onnx = stem + ".onnx";
    return model.resolveSibling(onnx.equals(name) ? stem + ".deploy.onnx" : onnx);
  }

  /** How the file is written and checked. */
  private record Request(WriteOptions write, boolean verify, CheckPolicy policy, Device device) {
    static Request of(Arguments arguments) {
      return new Request(
          writeOptions(arguments),
          !arguments.has("no-verify"),
          CheckOptions.policy(arguments),
          CheckOptions.device(arguments));
    }

    Export export(Folded folded, Path target) {
      return verify ? folded.export(target, write, policy, device) : folded.write(target, write);
    }
  }

  private static void requireOnnx(Arguments arguments) {
    String format =
        arguments
            .text("to")
            .orElseThrow(() -> Arguments.usage("--to", "it was not given", "--to onnx"));
    if (!format.equals("onnx")) {
      throw Arguments.usage("--to", "'" + format + "' is not a format repconv writes", "onnx");
    }
  }

  private static WriteOptions writeOptions(Arguments arguments) {
    OptionalInt opset =
        arguments
            .integer("opset", WriteOptions.LEAST_OPSET, WriteOptions.MOST_OPSET)
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty());
    return new WriteOptions(opset, arguments.has("external-data"));
  }
}
