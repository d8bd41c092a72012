package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.List;

/**
 * PSPNet over a DenseNet at output stride 8, as github.com/yassouali/pytorch-segmentation names it
 * with its pretrained stem: the transitions before the dilated stages do not pool.
 */
final class PspDenseNet {
  private static final int OUTPUT_STRIDE = 8;

  private PspDenseNet() {}

  /** The published DenseNets that it takes. */
  private enum Backbone {
    DENSENET_121,
    DENSENET_201;

    List<Integer> layers() {
      return this == DENSENET_121 ? DenseNet.LAYERS_121 : DenseNet.LAYERS_201;
    }
  }

  static List<Architecture> architectures() {
    return Segmentation.plainAndRep(
        "PSPDenseNet",
        "RepPSPDense",
        Settings.defaults("backbone", "DenseNet-201", "auxiliary", "true"),
        PspDenseNet::network);
  }

  private static Network network(Segmentation start) {
    List<Integer> layers = start.settings().oneOf("backbone", Backbone.class).layers();
    DenseNet net =
        new DenseNet(
            layers,
            start.channels(DenseNet.GROWTH),
            Dilations.uniform(OUTPUT_STRIDE),
            start.backboneBlock());
    Scope backbone = start.backbone();
    Scope stem = backbone.in("block0");
    Convolution first = DenseNet.convolution(start.width(), 7).stride(2);
    Value x = stem.maxPool(ConvNorm.relu(stem, 0, start.image(), first), 3, 2, 1);
    x = net.stage(backbone.in("block1"), x, 0);
    x = DenseNet.transition(backbone.in("transition1"), x, 2);
    x = net.stage(backbone.in("block2"), x, 1);
    x = transition(backbone.in("transition2"), x);
    x = net.stage(backbone.in("block3"), x, 2);
    Value early = transition(backbone.in("transition3"), x);
    Value features = net.stage(backbone.in("block4"), early, 3);
    return PspHeads.build(start, features, early);
  }

  private static Value transition(Scope scope, Value x) {
    int outputs = Math.toIntExact(Scope.channels(x) / 2);
    return scope.conv("2", scope.relu(scope.norm("0", x)), DenseNet.convolution(outputs, 1));
  }
}
