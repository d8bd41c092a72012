package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * ResNet (He et al. 2016, "Deep Residual Learning for Image Recognition") with torchvision's names,
 * and its variants C and D (He et al. 2019, arXiv:1812.01187, section 4.1) with timm's: three 3x3
 * convolutions of half the width, half the width and the width in the place of the first one, and
 * in D shortcuts that average before they project.
 */
final class ResNet {
  private ResNet() {}

  private enum Variant {
    PLAIN(""),
    DEEP_STEM("-V1c"),
    DEEP_STEM_AND_AVERAGES("-V1d");

    private final String suffix;

    Variant(String suffix) {
      this.suffix = suffix;
    }
  }

  static List<Architecture> architectures() {
    List<Architecture> all = new ArrayList<>();
    for (Variant variant : Variant.values()) {
      for (ResNetDepth depth : ResNetDepth.values()) {
        all.add(
            Classification.architecture(
                depth.name().replace("RESNET_", "ResNet-") + variant.suffix,
                Settings.defaults("output_stride", "32", "repconv", "conv"),
                start -> network(start, depth, variant)));
      }
    }
    return all;
  }

  private static Network network(Classification start, ResNetDepth depth, Variant variant) {
    Dilations dilations = Dilations.gradual(start.outputStride());
    boolean averages = variant == Variant.DEEP_STEM_AND_AVERAGES;
    ResNetStages net = new ResNetStages(depth, start.width(), dilations, start.block(), averages);
    Scope scope = start.backbone();
    Value stem =
        variant == Variant.PLAIN
            ? net.stem(scope, "conv1", "bn1", start.image())
            : net.deepStem(scope, "conv1", "bn1", start.image(), start.channels(32, 1));
    return start.build("fc", net.layers(scope, stem).get(3));
  }
}
