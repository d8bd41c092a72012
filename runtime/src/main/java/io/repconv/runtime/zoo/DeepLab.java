package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.List;

/**
 * DeepLab V3+ (Chen et al. 2018, arXiv:1802.02611) as github.com/yassouali/pytorch-segmentation
 * names it, with torchvision's ResNet whose late stages are dilated in every block.
 */
final class DeepLab {
  private DeepLab() {}

  static List<Architecture> architectures() {
    return Segmentation.plainAndRep(
        "DeepLab",
        "RepDeepLab",
        Settings.defaults("backbone", "ResNet-101", "output_stride", "16"),
        DeepLab::network);
  }

  private static Network network(Segmentation start) {
    int stride = start.outputStride();
    ResNetStages resNet =
        new ResNetStages(
            start.depth(), start.width(), Dilations.uniform(stride), start.backboneBlock());
    Scope backbone = start.backbone().in("backbone");
    Value stem = resNet.stem(backbone.in("layer0"), "0", "1", start.image());
    List<Value> stages = resNet.layers(backbone, stem);
    List<Integer> rates = stride == 16 ? List.of(6, 12, 18) : List.of(12, 24, 36);
    Scope root = start.root();
    Value x =
        new AtrousPyramid(rates, start.channels(256), start.block())
            .apply(root.in("ASSP"), stages.get(3));
    Value scores =
        DeepLabDecoder.apply(
            start, x, stages.get(0), (y, early) -> root.resizeLike(y, early, true));
    return start.build(scores, true);
  }
}
