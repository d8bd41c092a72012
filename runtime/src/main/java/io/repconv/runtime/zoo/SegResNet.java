package io.repconv.runtime.zoo;

import io.repconv.graph.Dim;
import io.repconv.graph.Value;

/**
 * SegNet with ResNet-50 and its mirror image, as github.com/yassouali/pytorch-segmentation defines
 * it: its unpooling reverses the stem's overlapping pooling.
 *
 * <p>That program gives back other sizes than the image's where they leave a remainder of 2 or 3
 * modulo 4; here they are the image's, cut out of the middle as it does for the others.
 */
final class SegResNet {
  private static final int STAGES = 4;

  private final Segmentation start;
  private final ResNetStages resNet;

  private SegResNet(Segmentation start) {
    this.start = start;
    this.resNet =
        new ResNetStages(
            ResNetDepth.RESNET_50, start.width(), Dilations.uniform(Integer.MAX_VALUE));
  }

  static Architecture architecture() {
    return Segmentation.architecture(
        "SegResNet", Settings.defaults(), start -> new SegResNet(start).network());
  }

  private Network network() {
    Scope root = start.root();
    Value stem = resNet.unpooledStem(start.backbone().in("first_conv"), "0", "1", start.image());
    OverlappingUnpooling pool =
        OverlappingUnpooling.of(start.backbone().in("first_conv").in(3), stem);
    Value x = pool.pooled();
    for (int stage = 0; stage < STAGES; stage++) {
      x = resNet.stage(start.backbone().in("encoder").in(stage), x, stage);
    }
    for (int i = 0; i < STAGES; i++) {
      x = decoded(root.in("decoder").in(i), x, STAGES - 1 - i);
    }
    x = pool.unpool(root.in("unpool"), middle(root, x, pool.pooled(), 1));
    Scope last = root.in("last_conv");
    Convolution doubling = Convolution.of(start.width(), 2).stride(2);
    x = Spatial.convTranspose(last, "0", x, doubling, 0);
    x = last.conv("1", x, Convolution.same(start.classes(), 3).withBias());
    return start.build(middle(root, x, start.image(), 0), true);
  }

  /** The middle of a map; an odd row or column is cut off at the start where {@code first} is 1. */
  private static Value middle(Scope scope, Value x, Value like, int first) {
    Dim top = x.shape().dim(2).minus(like.shape().dim(2)).plus(first).floorDiv(2);
    Dim left = x.shape().dim(3).minus(like.shape().dim(3)).plus(first).floorDiv(2);
    return Spatial.crop(scope, x, top, left, like);
  }

  private Value decoded(Scope scope, Value x, int stage) {
    Value y = x;
    int blocks = ResNetDepth.RESNET_50.blocks(stage) - 1;
    for (int i = 0; i < blocks; i++) {
      y = resNet.block(scope.in(i), y, stage, i + 1);
    }
    return stage == 0 ? last(scope.in(blocks), y) : doubled(scope.in(blocks), y);
  }

  /** To twice the size and half the channels. */
  private Value doubled(Scope scope, Value x) {
    int inputs = Math.toIntExact(Scope.channels(x));
    Convolution up = Convolution.of(inputs / 4, 2).stride(2);
    Value y = ConvNorm.relu(scope, "conv1", "bn1", x, Convolution.of(inputs / 4, 1));
    y = scope.relu(scope.norm("bn2", Spatial.convTranspose(scope, "conv2", y, up, 0)));
    y = ConvNorm.linear(scope, "conv3", "bn3", y, Convolution.of(inputs / 2, 1));
    Scope downsample = scope.in("downsample");
    Value identity = Spatial.convTranspose(downsample, "0", x, up.outputs(inputs / 2), 0);
    return scope.relu(scope.add(y, downsample.norm("1", identity)));
  }

  /** To a quarter of the channels. */
  private Value last(Scope scope, Value x) {
    int outputs = Math.toIntExact(Scope.channels(x)) / 4;
    Convolution point = Convolution.of(outputs, 1);
    Value y = ConvNorm.relu(scope, "conv1", "bn1", x, point);
    y = ConvNorm.relu(scope, "conv2", "bn2", y, Convolution.same(outputs, 3));
    y = ConvNorm.linear(scope, "conv3", "bn3", y, point);
    Value identity = ConvNorm.linear(scope.in("downsample"), "0", "1", x, point);
    return scope.relu(scope.add(y, identity));
  }
}
