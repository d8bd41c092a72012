package io.repconv.converter;

import io.repconv.converter.file.StagedFiles;
import io.repconv.converter.onnx.OnnxFromGraph;
import io.repconv.converter.onnx.OnnxOptions;
import io.repconv.graph.Graph;
import io.repconv.graph.proof.NormalForm;
import io.repconv.runtime.Device;
import io.repconv.runtime.RunnableModel;
import io.repconv.runtime.check.CheckPolicy;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.check.CheckedModel;
import io.repconv.runtime.check.EquivalenceCheck;
import io.repconv.runtime.ort.OrtModel;
import io.repconv.runtime.ort.OrtOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Holds a file that was written against the model it was made from. What is compared is what was
 * read back from the file, so that the writer is checked too.
 */
final class FileCheck {
  private static final double NANOS = 1e9;

  private final Folded folded;
  private final OnnxOptions written;
  private final CheckPolicy policy;
  private final Device device;

  FileCheck(Folded folded, OnnxOptions written, CheckPolicy policy, Device device) {
    this.folded = folded;
    this.written = written;
    this.policy = policy;
    this.device = device;
  }

  /**
   * Checks a file.
   *
   * <p>The original has no head. So it is a file without the head that is compared with it, and the
   * file itself with the head applied to what that one computes: an argmax between two nearly equal
   * channels must not decide.
   */
  CheckReport check(Path file) {
    if (folded.model().head().isEmpty()) {
      return compare(file);
    }
    Path body = file.resolveSibling("body.onnx");
    try (StagedFiles staged = OnnxFromGraph.stage(folded.result().graph(), written, body)) {
      Path headless = staged.main();
      CheckReport report = compare(headless);
      return report.passed() ? new HeadCheck(folded, headless, file, device).addTo(report) : report;
    }
  }

  private CheckReport compare(Path file) {
    Model model = folded.model();
    long start = System.nanoTime();
    try (Opening opening = new Opening(() -> OrtModel.open(file, OrtOptions.OPTIMIZED.on(device)));
        RunnableModel original = Runtimes.original(model, written)) {
      Graph read = Model.read(file).graph();
      EquivalenceCheck check =
          new EquivalenceCheck(
              new CheckedModel(model.graph(), original),
              new CheckedModel(read, opening.model()),
              Optional.of(new NormalForm(folded.result().graph(), folded.folds())),
              true,
              policy);
      double loading = (System.nanoTime() - start) / NANOS;
      return Runtimes.noting(device, check.run().withSecondsBefore("loading", loading));
    }
  }
}
