package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The segmentation networks of torchvision with a ResNet at output stride 8: DeepLab V3 (Chen et
 * al. 2017, arXiv:1706.05587) and FCN (Long et al. 2015, arXiv:1411.4038).
 */
final class TorchvisionSegmentation {
  private static final List<Integer> RATES = List.of(12, 24, 36);

  private final Segmentation start;
  private final Scope root;

  private TorchvisionSegmentation(Segmentation start) {
    this.start = start;
    this.root = start.root();
  }

  static List<Architecture> architectures() {
    List<Architecture> all = new ArrayList<>();
    for (ResNetDepth depth : List.of(ResNetDepth.RESNET_50, ResNetDepth.RESNET_101)) {
      String backbone = depth == ResNetDepth.RESNET_50 ? "resnet50" : "resnet101";
      for (boolean deepLab : List.of(true, false)) {
        all.add(
            Segmentation.architecture(
                (deepLab ? "deeplabv3_" : "fcn_") + backbone,
                Settings.defaults("auxiliary", "true", "repconv", "conv"),
                start -> new TorchvisionSegmentation(start).network(depth, deepLab)));
      }
    }
    return all;
  }

  private Network network(ResNetDepth depth, boolean deepLab) {
    ResNetStages resNet = new ResNetStages(depth, start.width(), Dilations.gradual(8));
    Scope backbone = start.backbone().in("backbone");
    Value stem = resNet.stem(backbone, "conv1", "bn1", start.image());
    List<Value> stages = resNet.layers(backbone, stem);
    Scope classifier = root.in("classifier");
    Value scores =
        deepLab
            ? deepLab(classifier, stages.get(3))
            : fullyConvolutional(classifier, stages.get(3));
    if (!start.settings().flag("auxiliary")) {
      return start.build(scores, false);
    }
    Value auxiliary = fullyConvolutional(root.in("aux_classifier"), stages.get(2));
    return start.build(scores, false, auxiliary);
  }

  private Value fullyConvolutional(Scope scope, Value x) {
    int hidden = Math.max(1, Math.toIntExact(Scope.channels(x)) / 4);
    Value y = ConvNorm.relu(scope, 0, x, Convolution.same(hidden, 3), start.block());
    return scope.conv("4", scope.dropout(y, 0.1), Convolution.of(start.classes(), 1).withBias());
  }

  private Value deepLab(Scope scope, Value x) {
    Convolution point = Convolution.of(start.channels(256), 1);
    Scope pyramid = scope.in(0);
    Scope convs = pyramid.in("convs");
    List<Value> branches = new ArrayList<>();
    branches.add(ConvNorm.relu(convs.in(0), 0, x, point));
    for (int rate : RATES) {
      Convolution atrous = point.kernel(3, 3).dilation(rate).padding(rate);
      branches.add(ConvNorm.relu(convs.in(branches.size()), 0, x, atrous, start.block()));
    }
    Scope pool = convs.in(branches.size());
    Value mean = ConvNorm.relu(pool, 1, pool.globalAveragePool(x), point);
    branches.add(pool.resizeLike(mean, x, false));
    Scope project = pyramid.in("project");
    Value all = project.concat(branches.toArray(Value[]::new));
    Value y = project.dropout(ConvNorm.relu(project, 0, all, point), 0.5);
    y = ConvNorm.relu(scope, 1, y, Convolution.same(start.channels(256), 3), start.block());
    return scope.conv("4", y, Convolution.of(start.classes(), 1).withBias());
  }
}
