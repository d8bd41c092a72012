package io.repconv.runtime.zoo;

/**
 * How a ResNet keeps its resolution behind some output stride: its later stages dilate their 3x3
 * convolutions instead of striding.
 */
interface Dilations {
  /** The stride of the first block of a stage, 0 to 3. */
  int stride(int stage);

  /** The dilation of the first 3x3 convolution of a block. */
  int dilation(int stage, int block);

  /**
   * As torchvision and PyTorch-Encoding: the first block of a dilated stage keeps the dilation of
   * the stage before.
   */
  static Dilations gradual(int outputStride) {
    return of(outputStride, (stage, block) -> needed(outputStride, block == 0 ? stage - 1 : stage));
  }

  /** Every block of a stage is dilated alike. */
  static Dilations uniform(int outputStride) {
    return of(outputStride, (stage, block) -> needed(outputStride, stage));
  }

  /** Dilations of one's own at an output stride. */
  static Dilations of(int outputStride, java.util.function.IntBinaryOperator dilation) {
    return new Dilations() {
      @Override
      public int stride(int stage) {
        return stage == 0 || 4 << stage > outputStride ? 1 : 2;
      }

      @Override
      public int dilation(int stage, int block) {
        return dilation.applyAsInt(stage, block);
      }
    };
  }

  private static int needed(int outputStride, int stage) {
    return Math.max(1, (4 << Math.max(0, stage)) / outputStride);
  }
}
