package io.repconv.converter;

import io.repconv.converter.onnx.OnnxOptions;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Value;
import io.repconv.runtime.Device;
import io.repconv.runtime.RunnableModel;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.ort.OrtModel;
import io.repconv.runtime.ort.OrtOptions;
import io.repconv.runtime.torch.TorchModel;
import io.repconv.runtime.torch.TorchOptions;
import java.util.List;

/** Opens the files of models in the runtimes that they are made for. */
final class Runtimes {
  /** More threads make libtorch slower where anything else runs. */
  private static final TorchOptions ONE_THREAD = new TorchOptions(false, 1);

  private Runtimes() {}

  /** An original: the nodes as the file has them, on the CPU. */
  static RunnableModel original(Model model) {
    return original(model, OnnxOptions.DEFAULT);
  }

  /**
   * The same.
   *
   * @param standIn how a network is written that only its stand-in can run
   */
  static RunnableModel original(Model model, OnnxOptions standIn) {
    return switch (model.format()) {
      case ONNX -> OrtModel.open(model.path(), OrtOptions.PLAIN);
      case TORCHSCRIPT -> torch(model, ONE_THREAD);
      case PT2 -> StandIn.ofExportedProgram(model.graph(), standIn);
      case TORCH_CHECKPOINT, SAFETENSORS, DJL_PARAMETERS, ARCHITECTURE ->
          StandIn.ofArchitecture(model.graph(), ONE_THREAD);
    };
  }

  /** A deployed model, as it will be run. */
  static RunnableModel deployed(Model model, OrtOptions options) {
    if (model.format() == ModelFormat.ONNX) {
      return OrtModel.open(model.path(), options);
    }
    if (options.device().cuda()) {
      throw RepconvException.of(ErrorCode.USAGE)
          .at("--device " + options.device())
          .observed("%s is %s".formatted(model.path(), model.format().title()))
          .expected("ONNX, which alone is run on a CUDA device")
          .build();
    }
    return original(model);
  }

  /** A report that says what ran the deployed model, where that was not the CPU. */
  static CheckReport noting(Device device, CheckReport report) {
    return device.cuda()
        ? report.withNote(
            "The deployed model ran in %s.".formatted(report.runtimes().get("deployed")))
        : report;
  }

  /** A TorchScript archive in libtorch, with the names of what was read from it. */
  static RunnableModel torch(Model model, TorchOptions options) {
    return TorchModel.open(
        model.path(),
        names(model.source().graph().inputs()),
        names(model.source().graph().outputs()),
        options);
  }

  private static List<String> names(List<Value> values) {
    return values.stream().map(Value::name).toList();
  }
}
