package io.repconv.runtime.train;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;

/** libtorch's autograd, of which DJL's collector allows only one at a time in the process. */
final class Gradients {
  private Gradients() {}

  /** From here on calls in this thread are recorded, or not. */
  static void record(boolean on) {
    JniUtils.setGradMode(on);
  }

  /** Adds the derivatives of a scalar to the gradients of all that it was made from. */
  static void backward(PtNDArray scalar, PtNDManager memory) {
    try (PtNDArray one = (PtNDArray) memory.ones(new Shape(), scalar.getDataType())) {
      JniUtils.backward(scalar, one, false, false);
    }
  }
}
