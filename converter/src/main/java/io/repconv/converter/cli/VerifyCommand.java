package io.repconv.converter.cli;

import io.repconv.converter.Model;
import io.repconv.converter.ReadOptions;
import io.repconv.converter.Verification;
import io.repconv.converter.data.ImageOptions;
import io.repconv.converter.report.Json;
import io.repconv.converter.report.Report;
import io.repconv.converter.report.ReportJson;
import io.repconv.converter.report.VerifyText;
import io.repconv.graph.ExitStatus;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.Device;
import io.repconv.runtime.check.CheckPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.Options;

/** Holds a deployed model against the original, whoever made the one from the other. */
final class VerifyCommand implements Command {
  private static final int STEPS = 2;

  @Override
  public String name() {
    return "verify";
  }

  @Override
  public String synopsis() {
    return "ORIGINAL DEPLOYED | BUNDLE [OPTION]...";
  }

  @Override
  public String summary() {
    return "Checks that a deployed model computes what the original does, or replays a bundle.";
  }

  @Override
  public Options options() {
    Options options = ModelOptions.options();
    CheckOptions.options().getOptions().forEach(options::addOption);
    DataOptions.options().getOptions().forEach(options::addOption);
    return options
        .addOption(Arguments.flagOption("no-proof", "compare samples only, and look for no proof"))
        .addOption(
            Arguments.flagOption(
                "tf32", "with --device cuda, also report a run on tensor cores, TF32 on"));
  }

  @Override
  public Set<String> repeatable() {
    return CheckOptions.REPEATABLE;
  }

  @Override
  public ExitStatus run(Arguments arguments, Terminal terminal) {
    Optional<Path> bundle = BundleForm.of(arguments);
    if (bundle.isPresent()) {
      return BundleForm.run(bundle.get(), arguments, terminal);
    }
    List<Path> paths = ModelOptions.models(arguments, List.of("ORIGINAL", "DEPLOYED"));
    ReadOptions read = ModelOptions.of(arguments);
    CheckPolicy chosen = CheckOptions.policy(arguments);
    CheckPolicy policy = arguments.has("no-proof") ? chosen.withoutProof() : chosen;
    ImageOptions images = DataOptions.images(arguments);
    Device device = CheckOptions.device(arguments);
    ReportOption reports = ReportOption.of(arguments);
    if (arguments.has("tf32") && !device.cuda()) {
      throw Arguments.usage("--tf32", "the device is " + device, "--device cuda");
    }
    Verification verification;
    try (Progress progress = new Progress(terminal, arguments.has("quiet"), STEPS)) {
      progress.step("reading");
      Model original = Model.read(paths.get(0), read);
      Model deployed = Verification.readDeployed(paths.get(1), read.inputs());
      CheckPolicy withData = DataOptions.addTo(policy, arguments, images, original);
      progress.step("checking");
      Verification judged = Verification.of(original, deployed, withData, device);
      verification = arguments.has("tf32") ? judged.withTensorCores(withData, device) : judged;
    } catch (RepconvException e) {
      reports.write(() -> Report.failed(name(), paths.get(0), Optional.empty(), e), e, terminal);
      throw e;
    }
    print(verification, arguments, terminal);
    RepconvException failure = verification.check().failure();
    if (failure != null) {
      terminal.error(failure);
    }
    reports.write(() -> Report.of(verification), failure, terminal);
    return failure == null ? ExitStatus.DONE : failure.code().status();
  }

  private static void print(Verification verification, Arguments arguments, Terminal terminal) {
    if (arguments.has("json")) {
      terminal.out().println(Json.text(ReportJson.of(Report.of(verification))));
    } else if (!arguments.has("quiet")) {
      terminal.out().print(VerifyText.of(verification, terminal.columns(), terminal.color()));
    }
  }
}
