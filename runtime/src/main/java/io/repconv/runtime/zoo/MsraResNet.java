package io.repconv.runtime.zoo;

import io.repconv.graph.Value;

/**
 * The ResNet of DeepLab's authors, as github.com/kazuto1011/deeplab-pytorch names it: a bottleneck
 * strides in its first 1x1 convolution, the stem's pooling keeps a window that the end cuts off,
 * and a stage's blocks are dilated alike, or by a multiple each.
 *
 * @param width the channels of the stem
 */
record MsraResNet(ResNetDepth depth, int width) {
  /** {@code layer1}. */
  Value stem(Scope scope, Value image) {
    Value x = convNorm(scope.in("conv1"), image, convolution(width, 7).stride(2), true);
    return scope.in("pool").maxPool(x, 3, 2, 1, true);
  }

  /**
   * {@code layer2} to {@code layer5}.
   *
   * @param stage 0 to 3
   * @param grid what multiplies the dilation of each block, one number for all or one a block
   */
  Value stage(Scope scope, Value x, int stage, int stride, int dilation, int... grid) {
    Value y = x;
    for (int i = 0; i < depth.blocks(stage); i++) {
      int own = dilation * grid[i % grid.length];
      y = block(scope.in("block" + (i + 1)), y, width << stage, i == 0 ? stride : 1, own, i == 0);
    }
    return y;
  }

  private static Value block(
      Scope scope, Value x, int inner, int stride, int dilation, boolean projects) {
    Convolution reduce = convolution(inner, 1).stride(stride);
    Convolution spatial = convolution(inner, 3).dilation(dilation).padding(dilation);
    Convolution increase = convolution(4 * inner, 1);
    Value y = convNorm(scope.in("reduce"), x, reduce, true);
    y = convNorm(scope.in("conv3x3"), y, spatial, true);
    y = convNorm(scope.in("increase"), y, increase, false);
    Value shortcut =
        projects ? convNorm(scope.in("shortcut"), x, increase.stride(stride), false) : x;
    return scope.relu(scope.add(y, shortcut));
  }

  static Convolution convolution(int outputs, int kernel) {
    return Convolution.same(outputs, kernel).initial(Initial.KAIMING_NORMAL_FAN_OUT);
  }

  static Value convNorm(Scope scope, Value x, Convolution c, boolean activated) {
    return activated
        ? ConvNorm.relu(scope, "conv", "bn", x, c)
        : ConvNorm.linear(scope, "conv", "bn", x, c);
  }
}
