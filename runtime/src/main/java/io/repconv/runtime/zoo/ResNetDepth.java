package io.repconv.runtime.zoo;

/** The published depths of ResNet (He et al. 2016, table 1). */
enum ResNetDepth {
  RESNET_18(false, 2, 2, 2, 2),
  RESNET_34(false, 3, 4, 6, 3),
  RESNET_50(true, 3, 4, 6, 3),
  RESNET_101(true, 3, 4, 23, 3),
  RESNET_152(true, 3, 8, 36, 3);

  private final boolean bottleneck;
  private final int first;
  private final int second;
  private final int third;
  private final int fourth;

  ResNetDepth(boolean bottleneck, int first, int second, int third, int fourth) {
    this.bottleneck = bottleneck;
    this.first = first;
    this.second = second;
    this.third = third;
    this.fourth = fourth;
  }

  /** Whether a block is 1x1, 3x3, 1x1 with four times the channels behind, and not 3x3, 3x3. */
  boolean bottleneck() {
    return bottleneck;
  }

  int expansion() {
    return bottleneck ? 4 : 1;
  }

  /** The number of blocks of a stage, 0 to 3. */
  int blocks(int stage) {
    return switch (stage) {
      case 0 -> first;
      case 1 -> second;
      case 2 -> third;
      default -> fourth;
    };
  }
}
