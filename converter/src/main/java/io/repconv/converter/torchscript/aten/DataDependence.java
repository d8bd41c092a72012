package io.repconv.converter.torchscript.aten;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;

/** The refusal of programs whose course depends on what a tensor holds. */
public final class DataDependence {
  private DataDependence() {}

  /**
   * The error.
   *
   * @param what what the program asks for, as {@code if bool(torch.gt(...))}
   */
  public static RepconvException refuse(String where, String what) {
    return RepconvException.of(ErrorCode.DATA_DEPENDENT)
        .at(where)
        .observed(what + " depends on the content of a tensor")
        .expected("a course that is the same for every input")
        .why("An ONNX graph without control flow computes the same for every input.")
        .fix("Trace the model with torch.jit.trace where one course is right for all inputs.")
        .build();
  }
}
