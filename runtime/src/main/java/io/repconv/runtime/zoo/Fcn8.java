package io.repconv.runtime.zoo;

import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.runtime.zoo.Parameter.Role;

/**
 * FCN-8s at once (Long et al. 2015, arXiv:1411.4038) as github.com/yassouali/pytorch-segmentation
 * names it: VGG-16 whose image is padded by 100, class scores of three resolutions, and fixed
 * bilinear upsampling between them.
 */
final class Fcn8 {
  private static final int PADDING = 100;

  private final Segmentation start;
  private final Scope root;

  private Fcn8(Segmentation start) {
    this.start = start;
    this.root = start.root();
  }

  static Architecture architecture() {
    return Segmentation.architecture(
        "FCN8", Settings.defaults(), start -> new Fcn8(start).network());
  }

  private Network network() {
    Scope vgg = start.backbone();
    Value pool3 = stages(vgg.in("pool3"), start.image(), 0, 3);
    Value pool4 = stages(vgg.in("pool4"), pool3, 3, 4);
    Value pool5 = stages(vgg.in("pool5"), pool4, 4, 5);

    Scope output = vgg.in("output");
    int hidden = start.channels(4096);
    Value x = output.relu(output.conv("0", pool5, Convolution.of(hidden, 7).withBias()));
    x = output.relu(output.conv("3", output.dropout(x, 0.5), point(hidden)));
    x = output.conv("6", output.dropout(x, 0.5), point(start.classes()));

    x = upsample("up_output", x, 2);
    x = root.add(adjusted("adj_pool4", pool4, 0.01, 5, x), x);
    x = upsample("up_pool4_out", x, 2);
    x = root.add(adjusted("adj_pool3", pool3, 0.0001, 9, x), x);
    x = upsample("up_final", x, 8);
    return start.build(Spatial.crop(root, x, Dim.of(31), Dim.of(31), start.image()), true);
  }

  private Value stages(Scope scope, Value x, int from, int to) {
    Value y = x;
    int layer = 0;
    for (int stage = from; stage < to; stage++) {
      for (int channels : Vgg16.STAGES.get(stage)) {
        Convolution c = Vgg16.convolution(start.channels(channels));
        boolean first = stage == 0 && layer == 0;
        y = scope.relu(scope.conv(String.valueOf(layer), y, first ? c.padding(PADDING) : c));
        layer += 2;
      }
      y = scope.in(layer).maxPool(y, 2, 2, 0, true);
      layer++;
    }
    return y;
  }

  private static Convolution point(int outputs) {
    return Convolution.of(outputs, 1).withBias();
  }

  /** Scores of an earlier resolution, from a row and column on as many as another tensor has. */
  private Value adjusted(String name, Value pool, double factor, int from, Value like) {
    Value scale = root.in(name).nodes().constant(Tensor.scalar(ElementType.FLOAT, factor));
    Value scaled = root.in(name).multiply(pool, scale);
    Value scores = root.conv(name, scaled, point(start.classes()));
    return Spatial.crop(root.in(name), scores, Dim.of(from), Dim.of(from), like);
  }

  private Value upsample(String name, Value x, int factor) {
    Convolution bilinear =
        Convolution.of(start.classes(), 2 * factor).stride(factor).initial(Initial.BILINEAR);
    return Spatial.convTranspose(root, name, x, bilinear, 0, Role.FIXED);
  }
}
