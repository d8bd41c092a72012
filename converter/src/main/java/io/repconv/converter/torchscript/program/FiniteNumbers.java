package io.repconv.converter.torchscript.program;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;

/** Looks for NaN in parameters. Infinities are allowed: attention masks are made of them. */
public final class FiniteNumbers {
  private static final int BLOCK = 1 << 14;

  private FiniteNumbers() {}

  /**
   * Holds a tensor to have no NaN.
   *
   * @param name the parameter's name, for the message
   * @throws RepconvException NOT_A_NUMBER
   */
  public static void requireNoNan(Tensor tensor, String name) {
    if (tensor.isFinite()) {
      return;
    }
    for (int from = 0; from < tensor.size(); from += BLOCK) {
      double[] values = tensor.doubles(from, Math.min(tensor.size(), from + BLOCK));
      for (int i = 0; i < values.length; i++) {
        if (Double.isNaN(values[i])) {
          throw RepconvException.of(ErrorCode.NOT_A_NUMBER)
              .at(name)
              .observed("element %d of %s is NaN".formatted(from + i, tensor.shape()))
              .expected("numbers")
              .why("Every output that depends on it is NaN, so nothing could be checked.")
              .fix("Find the training step that diverged and use a checkpoint before it.")
              .build();
        }
      }
    }
  }
}
