package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * U-Net (Ronneberger et al. 2015, arXiv:1505.04597) as github.com/yassouali/pytorch-segmentation
 * names it: padded convolutions with BatchNorm; where an odd size was halved, what comes back up is
 * resized to it.
 */
final class UNet {
  private UNet() {}

  static Architecture architecture() {
    return Segmentation.architecture("UNet", Settings.defaults("repconv", "conv"), UNet::network);
  }

  private static Network network(Segmentation start) {
    Scope root = start.root();
    int width = start.width();
    List<Value> down = new ArrayList<>();
    Value x = twice(start, root.in("start_conv"), start.image(), width);
    for (int level = 1; level <= 4; level++) {
      down.add(x);
      Scope scope = root.in("down" + level);
      x = twice(start, scope.in("down_conv"), x, width << level);
      x = scope.in("pool").maxPool(x, 2, 2, 0, true);
    }
    x = twice(start, root.in("middle_conv"), x, width << 4);
    for (int level = 3; level >= 0; level--) {
      x = up(start, root.in("up" + (4 - level)), down.get(level), x, width << level);
    }
    Convolution scores =
        Convolution.of(start.classes(), 1).withBias().initial(Initial.KAIMING_NORMAL_FAN_IN);
    return start.build(root.conv("final_conv", x, scores), true);
  }

  private static Value up(Segmentation start, Scope scope, Value skip, Value x, int outputs) {
    Convolution transposed = Convolution.of(outputs, 2).stride(2).withBias();
    Value y = Spatial.convTranspose(scope, "up", x, transposed, 0);
    y = scope.resizeLike(y, skip, true);
    return twice(start, scope.in("up_conv"), scope.concat(skip, y), outputs);
  }

  /** Two 3x3 convolutions, the first with half the channels. */
  private static Value twice(Segmentation start, Scope scope, Value x, int outputs) {
    Convolution second = Convolution.same(outputs, 3).initial(Initial.KAIMING_NORMAL_FAN_IN);
    Convolution first = second.outputs(Math.max(1, outputs / 2));
    Block block = start.block();
    return ConvNorm.relu(scope, 3, ConvNorm.relu(scope, 0, x, first, block), second, block);
  }
}
