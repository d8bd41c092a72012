package io.repconv.runtime.train;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.repconv.graph.Tensor;
import io.repconv.runtime.torch.TorchTensors;
import io.repconv.runtime.train.data.Batch;

/** The classes that networks choose: those of the largest logits, the first of equal ones. */
public final class Predictions {
  private Predictions() {}

  /** What a network chooses for each image or each pixel, with its running statistics. */
  public static int[] of(GraphBlock network, Batch batch) {
    try (PtNDManager memory = network.memory().newSubManager(network.memory().getDevice())) {
      Gradients.record(false);
      PtNDArray logits = (PtNDArray) network.run(false, Tensors.images(batch, memory)).head();
      return largest(TorchTensors.fromTorch(logits));
    }
  }

  /** The classes of logits of shape {@code [N, C, ...]}, as {@code [N, ...]} row-major. */
  public static int[] largest(Tensor logits) {
    float[] values = floats(logits);
    int classes = Math.toIntExact(logits.dim(1));
    int positions = logits.size() / Math.toIntExact(logits.dim(0) * classes);
    int[] chosen = new int[logits.size() / classes];
    for (int i = 0; i < chosen.length; i++) {
      int first = i / positions * classes * positions + i % positions;
      int best = 0;
      for (int c = 1; c < classes; c++) {
        if (values[first + c * positions] > values[first + best * positions]) {
          best = c;
        }
      }
      chosen[i] = best;
    }
    return chosen;
  }

  private static float[] floats(Tensor tensor) {
    float[] values = new float[tensor.size()];
    tensor.bytes().order(java.nio.ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
