package io.repconv.runtime.zoo;

import java.util.List;

/** The convolutions of VGG-16 (Simonyan and Zisserman 2015, arXiv:1409.1556, table 1, column D). */
final class Vgg16 {
  /** The channels of each stage's 3x3 convolutions; a stage ends in a 2x2 max pooling. */
  static final List<List<Integer>> STAGES =
      List.of(
          List.of(64, 64),
          List.of(128, 128),
          List.of(256, 256, 256),
          List.of(512, 512, 512),
          List.of(512, 512, 512));

  private Vgg16() {}

  static Convolution convolution(int outputs) {
    return Convolution.same(outputs, 3).withBias().initial(Initial.KAIMING_NORMAL_FAN_OUT);
  }
}
