package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * UperNet (Xiao et al. 2018, "Unified Perceptual Parsing", arXiv:1807.10221), its object path, as
 * github.com/yassouali/pytorch-segmentation names it: ResNet at output stride 16, pyramid pooling
 * over the last stage, and a feature pyramid.
 *
 * <p>That program's three smoothing convolutions are one and the same module, saved under three
 * names; here they are three.
 */
final class UperNet {
  private final Segmentation start;
  private final Scope root;

  private UperNet(Segmentation start) {
    this.start = start;
    this.root = start.root();
  }

  static Architecture architecture() {
    return Segmentation.architecture(
        "UperNet",
        Settings.defaults("backbone", "ResNet-101", "repconv", "conv"),
        start -> new UperNet(start).network());
  }

  private Network network() {
    ResNetStages resNet = new ResNetStages(start.depth(), start.width(), Dilations.uniform(16));
    Scope backbone = start.backbone().in("backbone");
    Value stem = resNet.stem(backbone.in("initial"), "0", "1", start.image());
    List<Value> features = new ArrayList<>(resNet.layers(backbone, stem));
    Value last = features.get(3);
    int channels = Math.toIntExact(Scope.channels(last));
    features.set(
        3,
        new PyramidPooling(List.of(1, 2, 4, 6), start.block())
            .apply(root.in("PPN"), last, channels));
    Convolution scores = initialized(Convolution.same(start.classes(), 3)).withBias();
    return start.build(root.conv("head", fused(features), scores), false);
  }

  private static Convolution initialized(Convolution c) {
    return c.initial(Initial.KAIMING_NORMAL_FAN_IN);
  }

  private Value fused(List<Value> stages) {
    Scope pyramid = root.in("FPN");
    int channels = Math.toIntExact(Scope.channels(stages.get(0)));
    Convolution point = initialized(Convolution.of(channels, 1)).withBias();
    Convolution smooth = initialized(Convolution.same(channels, 3));
    List<Value> lateral = new ArrayList<>(List.of(stages.get(0)));
    for (int i = 1; i < 4; i++) {
      lateral.add(pyramid.in("conv1x1").conv(String.valueOf(i - 1), stages.get(i), point));
    }
    List<Value> levels = new ArrayList<>(List.of(lateral.get(3)));
    for (int i = 3; i > 0; i--) {
      Value below = lateral.get(i - 1);
      Value sum = pyramid.add(pyramid.resizeLike(lateral.get(i), below, true), below);
      String number = String.valueOf(3 - i);
      levels.add(pyramid.in("smooth_conv").conv(number, sum, smooth.withBias()));
    }
    Collections.reverse(levels);
    Value largest = levels.get(0);
    levels.replaceAll(level -> pyramid.resizeLike(level, largest, true));
    Value all = pyramid.concat(levels.toArray(Value[]::new));
    return ConvNorm.relu(pyramid.in("conv_fusion"), 0, all, smooth, start.block());
  }
}
