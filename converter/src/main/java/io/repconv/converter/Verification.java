package io.repconv.converter;

import io.repconv.converter.input.InputShape;
import io.repconv.runtime.Device;
import io.repconv.runtime.RunnableModel;
import io.repconv.runtime.check.CheckPolicy;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.check.CheckedModel;
import io.repconv.runtime.check.EquivalenceCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What came of holding a deployed model against an original, whoever made the one from the other.
 *
 * @param check what was found; {@link CheckReport#failure} says what speaks against the deployed
 *     model
 */
public record Verification(Model original, Model deployed, CheckReport check) {

  /** Compares two models on the CPU. */
  public static Verification of(Model original, Model deployed) {
    return of(original, deployed, CheckPolicy.DEFAULT, Device.CPU);
  }

  /**
   * Compares two models.
   *
   * @param device where the deployed model runs
   * @throws io.repconv.graph.RepconvException where the policy binds a size that the original does
   *     not leave open, or the environment lacks what the comparison needs; not where the two
   *     differ
   */
  public static Verification of(Model original, Model deployed, CheckPolicy policy, Device device) {
    original.requireSymbols(policy.bound().keySet());
    Map<String, Long> seen = original.source().seen();
    CheckPolicy fitted = seen.isEmpty() ? policy : policy.withSeen(List.of(seen));
    CheckReport report;
    try (RunnableModel ours = Runtimes.original(original);
        RunnableModel theirs = Runtimes.deployed(deployed, device)) {
      report =
          new EquivalenceCheck(
                  new CheckedModel(original.graph(), ours),
                  new CheckedModel(deployed.graph(), theirs),
                  List.of(),
                  fitted)
              .run();
    }
    report = original.format() == ModelFormat.PT2 ? report.withNote(StandIn.NOTE) : report;
    return new Verification(original, deployed, report);
  }

  /**
   * Reads the model that is to be compared with an original. TorchScript does not tell the shapes
   * of its inputs: those that were given for the original's hold for it, in their order.
   */
  public static Model readDeployed(Path path, List<InputShape> originals) {
    if (ModelFormat.of(path) != ModelFormat.TORCHSCRIPT) {
      return Model.read(path);
    }
    ReadOptions options = ReadOptions.DEFAULT;
    for (InputShape input : originals) {
      options = options.withInput("", input.shape());
    }
    return Model.read(path, options);
  }
}
