package io.repconv.converter.checkpoint;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.file.Path;

/** The errors that all containers of weights share. */
final class CheckpointErrors {
  private CheckpointErrors() {}

  static RepconvException unreadable(Path path, IOException cause) {
    return RepconvException.of(ErrorCode.FILE_NOT_FOUND)
        .at(path.toString())
        .observed("the file cannot be read (" + cause.getMessage() + ")")
        .cause(cause)
        .build();
  }

  static RepconvException truncated(Path path, String observed, String expected) {
    return RepconvException.of(ErrorCode.TRUNCATED)
        .at(path.toString())
        .observed(observed)
        .expected(expected)
        .why("The file is truncated or damaged.")
        .fix("Copy or download it again.")
        .build();
  }

  static RepconvException malformed(Path path, String observed, String expected) {
    return RepconvException.of(ErrorCode.MALFORMED)
        .at(path.toString())
        .observed(observed)
        .expected(expected)
        .build();
  }
}
