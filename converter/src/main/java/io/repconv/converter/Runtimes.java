package io.repconv.converter;

import io.repconv.converter.onnx.OnnxOptions;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Value;
import io.repconv.runtime.Device;
import io.repconv.runtime.RunnableModel;
import io.repconv.runtime.ort.OrtModel;
import io.repconv.runtime.ort.OrtOptions;
import io.repconv.runtime.torch.TorchModel;
import java.util.List;

/** Opens the files of models in the runtimes that they are made for. */
final class Runtimes {
  /** More make libtorch slower where anything else runs. */
  private static final int THREADS = 1;

  private Runtimes() {}

  /** An original: the nodes as the file has them, on the CPU. */
  static RunnableModel original(Model model) {
    return switch (model.format()) {
      case ONNX -> OrtModel.open(model.path(), OrtOptions.PLAIN);
      case TORCHSCRIPT -> torch(model);
      case PT2 -> new StandIn(model.graph(), OnnxOptions.DEFAULT);
    };
  }

  /** A deployed model, with every optimisation, as it will be run. */
  static RunnableModel deployed(Model model, Device device) {
    if (model.format() == ModelFormat.ONNX) {
      return OrtModel.open(model.path(), OrtOptions.OPTIMIZED.on(device));
    }
    if (device.cuda()) {
      throw RepconvException.of(ErrorCode.USAGE)
          .at("--device " + device)
          .observed("%s is %s".formatted(model.path(), model.format().title()))
          .expected("ONNX, which alone is run on a CUDA device")
          .build();
    }
    return original(model);
  }

  private static RunnableModel torch(Model model) {
    return TorchModel.open(
        model.path(),
        names(model.source().graph().inputs()),
        names(model.source().graph().outputs()),
        THREADS);
  }

  private static List<String> names(List<Value> values) {
    return values.stream().map(Value::name).toList();
  }
}
