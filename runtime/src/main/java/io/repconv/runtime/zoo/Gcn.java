package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import io.repconv.runtime.zoo.Parameter.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * Global convolutional network (Peng et al. 2017, "Large Kernel Matters", arXiv:1703.02719) as
 * github.com/yassouali/pytorch-segmentation names it, with its default bilinear upsampling. Its
 * boundary refinements hold two norms that it does not apply; they are parameters here, too.
 */
final class Gcn {
  private static final int KERNEL = 11;

  private final Segmentation start;
  private final Scope root;

  private Gcn(Segmentation start) {
    this.start = start;
    this.root = start.root();
  }

  static Architecture architecture() {
    return Segmentation.architecture(
        "GCN", Settings.defaults("backbone", "ResNet-50"), start -> new Gcn(start).network());
  }

  private Network network() {
    ResNetStages resNet = new ResNetStages(start.depth(), start.width(), Dilations.uniform(32));
    Scope backbone = start.backbone().in("backbone");
    Value stem = resNet.stem(backbone.in("initial"), "0", "1", start.image());
    List<Value> scores = new ArrayList<>();
    for (Value stage : resNet.layers(backbone, stem)) {
      int number = scores.size() + 1;
      scores.add(refined(number, large(root.in("gcn" + number), stage)));
    }
    Value x = root.resizeLike(scores.get(3), scores.get(2), true);
    x = root.resizeLike(refined(5, root.add(scores.get(2), x)), scores.get(1), true);
    x = root.resizeLike(refined(6, root.add(scores.get(1), x)), scores.get(0), true);
    x = root.resizeLike(refined(7, root.add(scores.get(0), x)), stem, true);
    x = refined(9, root.resizeLike(refined(8, x), start.image(), true));
    Convolution point = Convolution.of(start.classes(), 1).withBias();
    return start.build(root.conv("final_conv", x, initialized(point)), true);
  }

  private static Convolution initialized(Convolution c) {
    return c.initial(Initial.KAIMING_NORMAL_FAN_IN);
  }

  /** A large kernel as two pairs of a column and a row. */
  private Value large(Scope scope, Value x) {
    Convolution point = initialized(Convolution.of(start.classes(), 1).withBias());
    Convolution tall = point.kernel(KERNEL, 1).padding(KERNEL / 2, 0);
    Convolution wide = point.kernel(1, KERNEL).padding(0, KERNEL / 2);
    Value left = scope.conv("conv12", scope.conv("conv11", x, tall), wide);
    Value right = scope.conv("conv22", scope.conv("conv21", x, wide), tall);
    return scope.add(left, right);
  }

  private Value refined(int number, Value x) {
    Scope scope = root.in("br" + number);
    Convolution c = initialized(Convolution.same(start.classes(), 3).withBias());
    unused(scope, "bn1");
    unused(scope, "bn2");
    Value y = scope.conv("conv2", scope.relu(scope.conv("conv1", x, c)), c);
    return scope.add(y, x);
  }

  /** The parameters of a norm that is not applied. */
  private void unused(Scope scope, String norm) {
    long channels = start.classes();
    scope.parameter(norm, "weight", Role.NORM_WEIGHT, Initial.ONES, 1, channels);
    scope.parameter(norm, "bias", Role.NORM_BIAS, Initial.ZEROS, 1, channels);
    scope.parameter(norm, "running_mean", Role.STATISTIC, Initial.ZEROS, 1, channels);
    scope.parameter(norm, "running_var", Role.STATISTIC, Initial.ONES, 1, channels);
  }
}
