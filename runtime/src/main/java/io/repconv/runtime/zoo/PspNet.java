package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.List;

/**
 * PSPNet (Zhao et al. 2017, arXiv:1612.01105) as github.com/yassouali/pytorch-segmentation names
 * it: PyTorch-Encoding's ResNet at output stride 8, bins 1, 2, 3 and 6, and an auxiliary head on
 * the third stage.
 */
final class PspNet {
  private static final int OUTPUT_STRIDE = 8;

  private PspNet() {}

  static List<Architecture> architectures() {
    return Segmentation.plainAndRep(
        "PSPNet",
        "RepPSP",
        Settings.defaults("backbone", "ResNet-152", "auxiliary", "true"),
        PspNet::network);
  }

  private static Network network(Segmentation start) {
    ResNetDepth depth = start.depth();
    ResNetStages resNet =
        new ResNetStages(
            depth, start.width(), Dilations.gradual(OUTPUT_STRIDE), start.backboneBlock());
    Scope initial = start.backbone().in("initial");
    Value stem =
        depth.bottleneck()
            ? resNet.deepStem(initial, "0", "1", start.image())
            : resNet.stem(initial, "0", "1", start.image());
    List<Value> stages = resNet.layers(start.backbone(), stem);
    return PspHeads.build(start, stages.get(3), stages.get(2));
  }
}
