package io.repconv.converter.torchscript.aten;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;

/** The refusal of models that were saved in training mode. */
final class TrainingMode {
  private TrainingMode() {}

  static RepconvException refuse(AtenCall call, String observed) {
    return RepconvException.of(ErrorCode.TRAINING_MODE)
        .at(call.where())
        .observed(observed)
        .expected("a model saved for inference")
        .why(
            "In training mode the result depends on the batch or on chance, so there is no fixed scale to fold.")
        .fix("Call model.eval() before torch.jit.trace, torch.jit.script or torch.export.")
        .build();
  }
}
