package io.repconv.converter;

import io.repconv.converter.file.StagedFiles;
import io.repconv.converter.onnx.OnnxFromGraph;
import io.repconv.converter.onnx.OnnxOptions;
import io.repconv.graph.Value;
import io.repconv.runtime.Device;
import io.repconv.runtime.RunnableModel;
import io.repconv.runtime.check.CheckPolicy;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.check.ExportCheck;
import io.repconv.runtime.ort.OrtModel;
import io.repconv.runtime.ort.OrtOptions;
import io.repconv.runtime.torch.TorchModel;
import java.nio.file.Path;
import java.util.List;

/** Holds a file that was written against the model it was made from. */
final class FileCheck {
  private static final int THREADS = 1;

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
    try (RunnableModel original = original(model);
        RunnableModel deployed = OrtModel.open(file, OrtOptions.OPTIMIZED.on(device))) {
      return new ExportCheck(model.graph(), folded.result(), original, deployed, policy).run();
    }
  }

  private static RunnableModel original(Model model) {
    return switch (model.format()) {
      case ONNX -> OrtModel.open(model.path(), OrtOptions.PLAIN);
      case TORCHSCRIPT ->
          TorchModel.open(
              model.path(),
              names(model.imported().inputs()),
              names(model.imported().outputs()),
              THREADS);
    };
  }

  private static List<String> names(List<Value> values) {
    return values.stream().map(Value::name).toList();
  }
}
