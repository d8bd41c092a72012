package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.List;

/**
 * DeepLab V3+ with dense upsampling and hybrid dilated convolution (Wang et al. 2018,
 * "Understanding Convolution for Semantic Segmentation", arXiv:1702.08502), as
 * github.com/yassouali/pytorch-segmentation names it. Its output stride is 8; rows and columns
 * beyond the image are cut off.
 */
final class DucHdc {
  private static final List<Integer> RATES = List.of(6, 12, 18, 24, 36);

  private DucHdc() {}

  static List<Architecture> architectures() {
    return Segmentation.plainAndRep(
        "DeepLab_DUC_HDC",
        "RepDUCHDC",
        Settings.defaults("backbone", "ResNet-101"),
        DucHdc::network);
  }

  private static Network network(Segmentation start) {
    ResNetDepth depth = start.bottleneckDepth();
    ResNetStages resNet =
        new ResNetStages(
            depth,
            start.width(),
            Dilations.of(8, (s, b) -> hybrid(depth, s, b)),
            start.backboneBlock());
    Scope backbone = start.backbone().in("backbone");
    Value stem = resNet.stem(backbone.in("layer0"), "0", "1", start.image());
    List<Value> stages = resNet.layers(backbone, stem);
    Scope root = start.root();
    Value x =
        new AtrousPyramid(RATES, start.channels(256), start.block())
            .apply(root.in("ASSP"), stages.get(3));
    Scope dense = root.in("decoder").in("DUC");
    int channels = start.channels(256);
    Value scores =
        DeepLabDecoder.apply(
            start,
            x,
            stages.get(0),
            (y, early) -> Spatial.crop(dense, upsampled(dense, y, channels, 2), early));
    scores = upsampled(root.in("DUC_out"), scores, start.classes(), 4);
    return start.build(Spatial.crop(root, scores, start.image()), true);
  }

  /**
   * Dilations 1, 2, 3 in turn in the third stage, 2 in the blocks that are left over; 3, 4, 5 in
   * the fourth (section 4.2.2, "Dilation-RF").
   */
  private static int hybrid(ResNetDepth depth, int stage, int block) {
    return switch (stage) {
      case 2 -> block < depth.blocks(2) / 3 * 3 ? block % 3 + 1 : 2;
      case 3 -> block + 3;
      default -> 1;
    };
  }

  /** Dense upsampling: channels become pixels. */
  private static Value upsampled(Scope scope, Value x, int outputs, int factor) {
    Convolution point =
        Convolution.of(outputs * factor * factor, 1).initial(Initial.KAIMING_NORMAL_FAN_IN);
    return Spatial.pixelShuffle(scope, ConvNorm.relu(scope, "conv", "bn", x, point), factor);
  }
}
