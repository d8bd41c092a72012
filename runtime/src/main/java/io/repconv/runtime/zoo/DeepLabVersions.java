package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * DeepLab as github.com/kazuto1011/deeplab-pytorch names it: V1, a dilated ResNet and a 1x1
 * convolution; V2 (Chen et al. 2017, arXiv:1606.00915), whose atrous pyramid is a sum; V3
 * (arXiv:1706.05587) with multi-grid and the image's mean; V3+ (arXiv:1802.02611) with a decoder.
 * The class scores are resized to the image, as its evaluation does.
 */
final class DeepLabVersions {
  private static final int[] SAME = {1};
  private static final int[] MULTI_GRID = {1, 2, 4};

  private final Segmentation start;
  private final MsraResNet resNet;
  private final Scope root;

  private DeepLabVersions(Segmentation start) {
    this.start = start;
    this.resNet = new MsraResNet(start.bottleneckDepth(), start.width());
    this.root = start.root();
  }

  static List<Architecture> architectures() {
    String[] backbone = {"backbone", "ResNet-101"};
    String[] strided = {"backbone", "ResNet-101", "output_stride", "16", "repconv", "conv"};
    return List.of(
        Segmentation.architecture(
            "DeepLabV1", Settings.defaults(backbone), start -> new DeepLabVersions(start).first()),
        Segmentation.architecture(
            "DeepLabV2", Settings.defaults(backbone), start -> new DeepLabVersions(start).second()),
        Segmentation.architecture(
            "DeepLabV3", Settings.defaults(strided), start -> new DeepLabVersions(start).third()),
        Segmentation.architecture(
            "DeepLabV3Plus",
            Settings.defaults(strided),
            start -> new DeepLabVersions(start).thirdPlus()));
  }

  private Network first() {
    Value x = features(8, SAME).get(3);
    return start.build(root.conv("fc", x, scores()), false);
  }

  private Network second() {
    Value x = features(8, SAME).get(3);
    Scope scope = root.in("aspp");
    Convolution atrous = scores().kernel(3, 3).initial(Initial.NORMAL_001);
    Value sum = scope.conv("c0", x, atrous.dilation(6).padding(6));
    for (int i = 1; i < 4; i++) {
      int rate = 6 * (i + 1);
      sum = scope.add(sum, scope.conv("c" + i, x, atrous.dilation(rate).padding(rate)));
    }
    return start.build(sum, false);
  }

  private Network third() {
    int stride = start.outputStride();
    Value x = pyramid(features(stride, MULTI_GRID).get(3), stride);
    return start.build(root.conv("fc2", x, scores()), false);
  }

  private Network thirdPlus() {
    int stride = start.outputStride();
    List<Value> stages = features(stride, MULTI_GRID);
    Convolution reduce = MsraResNet.convolution(start.channels(48), 1);
    Value early = MsraResNet.convNorm(root.in("reduce"), stages.get(0), reduce, true);
    Value x = root.resizeLike(pyramid(stages.get(3), stride), early, false);
    x = root.concat(x, early);
    Scope decoder = root.in("fc2");
    Convolution spatial = MsraResNet.convolution(start.channels(256), 3);
    x = ConvNorm.relu(decoder.in("conv1"), "conv", "bn", x, spatial, start.block());
    x = ConvNorm.relu(decoder.in("conv2"), "conv", "bn", x, spatial, start.block());
    return start.build(decoder.conv("conv3", x, scores()), false);
  }

  private Convolution scores() {
    return Convolution.of(start.classes(), 1).withBias().initial(Initial.KAIMING_NORMAL_FAN_OUT);
  }

  /** The outputs of layer2 to layer5. */
  private List<Value> features(int outputStride, int[] lastGrid) {
    Scope backbone = start.backbone();
    Dilations dilations = Dilations.uniform(outputStride);
    List<Value> stages = new ArrayList<>();
    Value x = resNet.stem(backbone.in("layer1"), start.image());
    for (int stage = 0; stage < 4; stage++) {
      Scope layer = backbone.in("layer" + (stage + 2));
      int dilation = dilations.dilation(stage, 0);
      int[] grid = stage == 3 ? lastGrid : SAME;
      x = resNet.stage(layer, x, stage, dilations.stride(stage), dilation, grid);
      stages.add(x);
    }
    return stages;
  }

  private Value pyramid(Value x, int outputStride) {
    int rate = outputStride == 16 ? 6 : 12;
    Scope stages = root.in("aspp").in("stages");
    Convolution point = MsraResNet.convolution(start.channels(256), 1);
    List<Value> all = new ArrayList<>();
    all.add(MsraResNet.convNorm(stages.in("c0"), x, point, true));
    for (int i = 1; i <= 3; i++) {
      Convolution atrous = point.kernel(3, 3).dilation(i * rate).padding(i * rate);
      all.add(ConvNorm.relu(stages.in("c" + i), "conv", "bn", x, atrous, start.block()));
    }
    Scope image = stages.in("imagepool");
    Value mean = MsraResNet.convNorm(image.in("conv"), image.globalAveragePool(x), point, true);
    all.add(image.resizeLike(mean, x, false));
    Value together = root.concat(all.toArray(Value[]::new));
    return MsraResNet.convNorm(root.in("fc1"), together, point, true);
  }
}
