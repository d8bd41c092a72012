package io.repconv.converter;

import io.repconv.converter.file.StagedFiles;
import io.repconv.converter.onnx.OnnxFromGraph;
import io.repconv.converter.onnx.OnnxOptions;
import io.repconv.graph.Graph;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds a file that was written against the model it was made from. */
final class FileCheck {
  private static final int THREADS = 1;

  private static final String IMPORT_NOT_COMPARED =
      "Only PyTorch runs a .pt2, so the import could not be compared with it: \"original\" stands for"
          + " the network as it was read, unfolded.";

  private final Folded folded;
  private final OnnxOptions written;
  private final CheckPolicy policy;
  private final Device device;

  FileCheck(Folded folded, OnnxOptions written, CheckPolicy policy, Device device) {
    this.folded = folded;
    this.written = written;
    Map<String, Long> seen = folded.model().source().seen();
    this.policy = seen.isEmpty() ? policy : policy.withSeen(List.of(seen));
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
    if (model.format() == ModelFormat.PT2) {
      return compareWithImported(file);
    }
    try (RunnableModel original = original(model);
        RunnableModel deployed = OrtModel.open(file, OrtOptions.OPTIMIZED.on(device))) {
      return new ExportCheck(model.graph(), folded.result(), original, deployed, policy).run();
    }
  }

  /**
   * Nothing here runs a .pt2. The network as it was read stands in for it, unfolded and without an
   * optimizer, which tells nothing of the reading itself; the report says so.
   */
  private CheckReport compareWithImported(Path file) {
    Graph imported = folded.model().graph();
    Path target = file.resolveSibling("imported.onnx");
    try (StagedFiles staged = OnnxFromGraph.stage(imported, written, target);
        RunnableModel original = OrtModel.open(staged.main(), OrtOptions.PLAIN);
        RunnableModel deployed = OrtModel.open(file, OrtOptions.OPTIMIZED.on(device))) {
      CheckReport report =
          new ExportCheck(imported, folded.result(), original, deployed, policy).run();
      List<String> notes = new ArrayList<>(report.notes());
      notes.add(0, IMPORT_NOT_COMPARED);
      return report.withNotes(notes);
    }
  }

  private static RunnableModel original(Model model) {
    return switch (model.format()) {
      case ONNX -> OrtModel.open(model.path(), OrtOptions.PLAIN);
      case TORCHSCRIPT ->
          TorchModel.open(
              model.path(),
              names(model.source().graph().inputs()),
              names(model.source().graph().outputs()),
              THREADS);
      case PT2 -> throw new IllegalStateException("nothing runs " + model.format());
    };
  }

  private static List<String> names(List<Value> values) {
    return values.stream().map(Value::name).toList();
  }
}
