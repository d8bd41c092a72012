package io.repconv.converter;

import io.repconv.converter.input.InputShape;
import io.repconv.runtime.Device;
import io.repconv.runtime.RunnableModel;
import io.repconv.runtime.check.CheckPolicy;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.check.CheckedModel;
import io.repconv.runtime.check.EquivalenceCheck;
import io.repconv.runtime.ort.OrtOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came of holding a deployed model against an original, whoever made the one from the other.
 *
 * @param check what was found; {@link CheckReport#failure} says what speaks against the deployed
 *     model
 * @param tensorCores the same with TF32 on, where that was asked for; it is stated, not judged
 */
public record Verification(
    Model original, Model deployed, CheckReport check, Optional<CheckReport> tensorCores) {

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
    OrtOptions options = OrtOptions.OPTIMIZED.on(device);
    CheckReport report = compare(original, deployed, policy, options);
    return new Verification(original, deployed, report, Optional.empty());
  }

  /**
   * Runs the deployed model on the samples once more, on the tensor cores of a CUDA device, which
   * round the factors of float32 products to 11 bits.
   */
  public Verification withTensorCores(CheckPolicy policy, Device device) {
    OrtOptions options = OrtOptions.OPTIMIZED.on(device).withTf32();
    CheckPolicy stated = policy.withoutProof().withTolerance(Double.MAX_VALUE);
    CheckReport report = compare(original, deployed, stated, options);
    return new Verification(original, deployed, check, Optional.of(report));
  }

  private static CheckReport compare(
      Model original, Model deployed, CheckPolicy policy, OrtOptions options) {
    CheckPolicy fitted = original.fitted(policy);
    CheckReport report;
    try (RunnableModel ours = Runtimes.original(original);
        RunnableModel theirs = Runtimes.deployed(deployed, options)) {
      report =
          new EquivalenceCheck(
                  withHead(original, ours),
                  new CheckedModel(deployed.graph(), theirs),
                  Optional.empty(),
                  deployed.isExportOf(original),
                  fitted)
              .run();
    }
    return Runtimes.noting(options.device(), report);
  }

  /** The original with the head that it is to be compared with. */
  private static CheckedModel withHead(Model original, RunnableModel ours) {
    boolean headed = original.head().isPresent();
    return new CheckedModel(original.reference(), headed ? new HeadedModel(ours, original) : ours);
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
