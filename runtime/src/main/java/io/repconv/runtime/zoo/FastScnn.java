package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Fast-SCNN (Poudel et al. 2019, arXiv:1902.04502) as github.com/Tramac/Fast-SCNN-pytorch names it.
 *
 * <p>That program enlarges the global features by 4 and needs sizes at which they then meet the
 * early ones; here they are resized to those, which is the same there.
 */
final class FastScnn {
  private static final int EXPANSION = 6;
  private static final List<Integer> BINS = List.of(1, 2, 3, 6);

  private final Segmentation start;
  private final Scope root;

  private FastScnn(Segmentation start) {
    this.start = start;
    this.root = start.root();
  }

  static Architecture architecture() {
    return Segmentation.architecture(
        "Fast-SCNN",
        Settings.defaults("auxiliary", "false", "repconv", "conv"),
        start -> new FastScnn(start).network());
  }

  private Network network() {
    Value early = downsampled(root.in("learning_to_downsample"));
    Value x = global(root.in("global_feature_extractor"), early);
    x = fused(root.in("feature_fusion"), early, x);
    Scope classifier = root.in("classifier");
    x = separable(classifier.in("dsconv1"), x, start.channels(128), 1);
    x = separable(classifier.in("dsconv2"), x, start.channels(128), 1);
    Value scores = classifier.in("conv").conv("1", classifier.dropout(x, 0.1), scores());
    if (!start.settings().flag("auxiliary")) {
      return start.build(scores, true);
    }
    Scope head = root.in("auxlayer");
    Value y = ConvNorm.relu(head, 0, early, Convolution.same(start.channels(32), 3), start.block());
    return start.build(scores, true, head.conv("4", head.dropout(y, 0.1), scores()));
  }

  private Convolution scores() {
    return Convolution.of(start.classes(), 1).withBias();
  }

  private static Convolution depthwise(Value x, int stride) {
    int channels = Math.toIntExact(Scope.channels(x));
    return Convolution.same(channels, 3).stride(stride).groups(channels);
  }

  private Value separable(Scope scope, Value x, int outputs, int stride) {
    Scope conv = scope.in("conv");
    Value y = ConvNorm.relu(conv, 0, x, depthwise(x, stride), start.block());
    return ConvNorm.relu(conv, 3, y, Convolution.of(outputs, 1));
  }

  private Value downsampled(Scope scope) {
    Convolution first = Convolution.of(start.channels(32), 3).stride(2);
    Value x = ConvNorm.relu(scope.in("conv").in("conv"), 0, start.image(), first);
    x = separable(scope.in("dsconv1"), x, start.channels(48), 2);
    return separable(scope.in("dsconv2"), x, start.channels(64), 2);
  }

  private Value global(Scope scope, Value early) {
    Value x = bottlenecks(scope.in("bottleneck1"), early, start.channels(64), 2);
    x = bottlenecks(scope.in("bottleneck2"), x, start.channels(96), 2);
    x = bottlenecks(scope.in("bottleneck3"), x, start.channels(128), 1);
    return pooled(scope.in("ppm"), x);
  }

  private Value bottlenecks(Scope scope, Value x, int outputs, int stride) {
    Value y = bottleneck(scope.in(0).in("block"), x, outputs, stride);
    y = bottleneck(scope.in(1).in("block"), y, outputs, 1);
    return bottleneck(scope.in(2).in("block"), y, outputs, 1);
  }

  /** An inverted residual (MobileNetV2). */
  private Value bottleneck(Scope scope, Value x, int outputs, int stride) {
    int wide = EXPANSION * Math.toIntExact(Scope.channels(x));
    Value y = ConvNorm.relu(scope.in(0).in("conv"), 0, x, Convolution.of(wide, 1));
    y = ConvNorm.relu(scope.in(1).in("conv"), 0, y, depthwise(y, stride), start.block());
    y = ConvNorm.linear(scope, "2", "3", y, Convolution.of(outputs, 1));
    return stride == 1 && Scope.channels(x) == outputs ? scope.add(x, y) : y;
  }

  private static Value pooled(Scope scope, Value x) {
    int channels = Math.toIntExact(Scope.channels(x));
    Convolution reduce = Convolution.of(Math.max(1, channels / 4), 1);
    List<Value> pyramid = new ArrayList<>(List.of(x));
    for (int i = 0; i < BINS.size(); i++) {
      Scope stage = scope.in("conv" + (i + 1)).in("conv");
      Value mean = stage.adaptiveAveragePool(x, BINS.get(i));
      pyramid.add(stage.resizeLike(ConvNorm.relu(stage, 0, mean, reduce), x, true));
    }
    Value all = scope.concat(pyramid.toArray(Value[]::new));
    return ConvNorm.relu(scope.in("out").in("conv"), 0, all, Convolution.of(channels, 1));
  }

  private Value fused(Scope scope, Value early, Value x) {
    Convolution point = Convolution.of(start.channels(128), 1).withBias();
    Value low = scope.resizeLike(x, early, true);
    low = ConvNorm.relu(scope.in("dwconv").in("conv"), 0, low, depthwise(low, 1), start.block());
    low = ConvNorm.linear(scope.in("conv_lower_res"), "0", "1", low, point);
    Value high = ConvNorm.linear(scope.in("conv_higher_res"), "0", "1", early, point);
    return scope.relu(scope.add(high, low));
  }
}
