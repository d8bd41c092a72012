package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ResNet (He et al. 2016, "Deep Residual Learning for Image Recognition") with torchvision's names
 * and its stride in the 3x3 convolution of a bottleneck.
 *
 * <p>An output stride of 8 or 16 dilates the last one or two stages instead of striding, as
 * segmentation networks want it.
 */
final class ResNet {
  private record Depth(int layers, boolean bottleneck, List<Integer> blocks) {}

  private static final List<Depth> DEPTHS =
      List.of(
          new Depth(18, false, List.of(2, 2, 2, 2)),
          new Depth(34, false, List.of(3, 4, 6, 3)),
          new Depth(50, true, List.of(3, 4, 6, 3)),
          new Depth(101, true, List.of(3, 4, 23, 3)),
          new Depth(152, true, List.of(3, 8, 36, 3)));

  private static final int EXPANSION = 4;

  private final Depth depth;
  private final int width;
  private final int outputStride;

  /** What a stage's blocks share. */
  private record Stage(int channels, int stride, int dilation) {}

  private ResNet(Depth depth, int width, int outputStride) {
    this.depth = depth;
    this.width = width;
    this.outputStride = outputStride;
  }

  static List<Architecture> architectures() {
    List<Architecture> all = new ArrayList<>();
    for (Depth depth : DEPTHS) {
      Map<String, String> defaults = new LinkedHashMap<>();
      defaults.put("num_classes", "1000");
      defaults.put("in_channels", "3");
      defaults.put("width", "64");
      defaults.put("output_stride", "32");
      String name = "ResNet-" + depth.layers();
      all.add(
          new Architecture(
              name, defaults, (settings, seed) -> network(name, depth, settings, seed)));
    }
    return all;
  }

  private static Network network(String name, Depth depth, Settings settings, long seed) {
    NetworkBuilder network = new NetworkBuilder(name, seed);
    Value image = network.image(settings.integer("in_channels", 1, 4096));
    Scope root = network.root();
    int outputStride = settings.integer("output_stride", 8, 32);
    ResNet resNet = new ResNet(depth, settings.integer("width", 1, 4096), outputStride);
    List<Value> stages = resNet.stages(root.backbone(), image);
    Value pooled = root.in("avgpool").globalAveragePool(stages.get(3));
    int classes = settings.integer("num_classes", 1, 1 << 20);
    return network.build(root.linear("fc", root.flatten(pooled), classes));
  }

  /** The outputs of layer1 to layer4. */
  List<Value> stages(Scope scope, Value image) {
    Convolution stem = convolution(width, 7).stride(2).padding(3);
    Value x = scope.relu(scope.batchNorm("bn1", scope.conv("conv1", image, stem)));
    x = scope.in("maxpool").maxPool(x, 3, 2, 1);
    List<Value> outputs = new ArrayList<>();
    int stride = 4;
    int dilation = 1;
    for (int stage = 0; stage < 4; stage++) {
      int step = stage == 0 ? 1 : 2;
      int before = dilation;
      if (stride * step > outputStride) {
        dilation *= step;
        step = 1;
      }
      stride *= step;
      Scope layer = scope.in("layer" + (stage + 1));
      for (int block = 0; block < depth.blocks().get(stage); block++) {
        // torchvision's first block of a dilated stage keeps the dilation of the stage before.
        int own = block == 0 ? before : dilation;
        x = block(layer.in(block), x, new Stage(width << stage, block == 0 ? step : 1, own));
      }
      outputs.add(x);
    }
    return outputs;
  }

  private static Convolution convolution(int outputs, int kernel) {
    return Convolution.same(outputs, kernel).initial(Initial.KAIMING_NORMAL_FAN_OUT);
  }

  private Value block(Scope scope, Value x, Stage stage) {
    int outputs = stage.channels() * (depth.bottleneck() ? EXPANSION : 1);
    Convolution spatial =
        convolution(stage.channels(), 3)
            .stride(stage.stride())
            .dilation(stage.dilation())
            .padding(stage.dilation());
    Value y = depth.bottleneck() ? bottleneck(scope, x, spatial) : basic(scope, x, spatial);
    Value shortcut = x;
    if (stage.stride() != 1 || x.shape().dim(1).value() != outputs) {
      Scope downsample = scope.in("downsample");
      Convolution projection = convolution(outputs, 1).stride(stage.stride());
      shortcut = downsample.batchNorm("1", downsample.conv("0", x, projection));
    }
    return scope.relu(scope.add(y, shortcut));
  }

  private static Value basic(Scope scope, Value x, Convolution spatial) {
    Value y = scope.relu(scope.batchNorm("bn1", scope.conv("conv1", x, spatial)));
    Convolution second = spatial.stride(1).dilation(1).padding(1);
    return scope.batchNorm("bn2", scope.conv("conv2", y, second));
  }

  private static Value bottleneck(Scope scope, Value x, Convolution spatial) {
    Convolution reduce = convolution(spatial.outputs(), 1);
    Convolution expand = convolution(spatial.outputs() * EXPANSION, 1);
    Value y = scope.relu(scope.batchNorm("bn1", scope.conv("conv1", x, reduce)));
    y = scope.relu(scope.batchNorm("bn2", scope.conv("conv2", y, spatial)));
    return scope.batchNorm("bn3", scope.conv("conv3", y, expand));
  }
}
