package io.repconv.converter.torchscript.source;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;

/** Source that the parser does not understand. */
final class SourceError {
  private SourceError() {}

  static RepconvException at(String path, int line, String observed, String expected) {
    return RepconvException.of(ErrorCode.UNSUPPORTED_SOURCE)
        .at(path + ":" + line)
        .observed(observed)
        .expected(expected)
        .why("The archive's code is outside the Python subset that TorchScript writes.")
        .fix("Save the model again with torch.jit.save.")
        .build();
  }
}
