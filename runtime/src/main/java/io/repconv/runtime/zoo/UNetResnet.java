package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.List;

/**
 * A U-Net whose encoder is PyTorch-Encoding's ResNet at output stride 8, as
 * github.com/yassouali/pytorch-segmentation defines it; its decoder has no norms and no
 * activations.
 */
final class UNetResnet {
  /** The published channels before and behind each transposed convolution. */
  private static final List<Integer> BEFORE = List.of(192, 128, 96, 64, 48);

  private static final List<Integer> BEHIND = List.of(128, 96, 64, 48, 32);

  private final Segmentation start;

  private UNetResnet(Segmentation start) {
    this.start = start;
  }

  static Architecture architecture() {
    return Segmentation.architecture(
        "UNetResnet",
        Settings.defaults("backbone", "ResNet-50"),
        start -> new UNetResnet(start).network());
  }

  private Network network() {
    ResNetDepth depth = start.depth();
    ResNetStages resNet = new ResNetStages(depth, start.width(), Dilations.gradual(8));
    Scope initial = start.backbone().in("initial");
    Value stem =
        depth.bottleneck()
            ? resNet.deepStem(initial, "0", "1", start.image())
            : resNet.stem(initial, "0", "1", start.image());
    List<Value> stages = resNet.layers(start.backbone(), stem);
    Scope root = start.root();
    Value x = up(0, stages.get(3));
    for (int step = 1; step < 4; step++) {
      Value skip = stages.get(3 - step);
      x = up(step, root.concat(root.resizeLike(x, skip, true), skip));
    }
    x = root.resizeLike(up(4, x), start.image(), true);
    x = root.conv("conv6", x, spatial(start.channels(32)));
    Convolution scores = Convolution.of(start.classes(), 1).initial(Initial.KAIMING_NORMAL_FAN_IN);
    return start.build(root.conv("conv7", x, scores), true);
  }

  private static Convolution spatial(int outputs) {
    return Convolution.same(outputs, 3).withBias().initial(Initial.KAIMING_NORMAL_FAN_IN);
  }

  private Value up(int step, Value x) {
    Scope root = start.root();
    Value y = root.conv("conv" + (step + 1), x, spatial(start.channels(BEFORE.get(step))));
    Convolution transposed =
        Convolution.of(start.channels(BEHIND.get(step)), 4).stride(2).padding(1);
    return Spatial.convTranspose(root, "upconv" + (step + 1), y, transposed, 0);
  }
}
