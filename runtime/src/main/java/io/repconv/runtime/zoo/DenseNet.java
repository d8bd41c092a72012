package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * DenseNet (Huang et al. 2017, arXiv:1608.06993, table 1) with torchvision's names. A layer's norms
 * stand before its convolutions; the first of them normalizes what every earlier layer of the stage
 * made, so it has no convolution of its own to fold into.
 *
 * <p>An output stride of 8 or 16 leaves out the pooling of the last one or two transitions and
 * dilates the 3x3 convolutions behind.
 */
final class DenseNet {
  static final int GROWTH = 32;
  private static final int BOTTLENECK = 4;

  private final List<Integer> layers;
  private final int growth;
  private final Dilations dilations;
  private final Block block;

  /**
   * The network's convolutional part.
   *
   * @param layers of stages 1 to 4
   * @param growth channels that each layer adds
   * @param block what stands for each 3x3 convolution
   */
  DenseNet(List<Integer> layers, int growth, Dilations dilations, Block block) {
    this.layers = layers;
    this.growth = growth;
    this.dilations = dilations;
    this.block = block;
  }

  /** The layers of each stage of DenseNet-121. */
  static final List<Integer> LAYERS_121 = List.of(6, 12, 24, 16);

  /** The layers of each stage of DenseNet-201. */
  static final List<Integer> LAYERS_201 = List.of(6, 12, 48, 32);

  static List<Architecture> architectures() {
    List<Architecture> all = new ArrayList<>();
    all.add(architecture("DenseNet-121", LAYERS_121));
    all.add(architecture("DenseNet-201", LAYERS_201));
    return all;
  }

  private static Architecture architecture(String name, List<Integer> layers) {
    return Classification.architecture(
        name,
        Settings.defaults("output_stride", "32", "repconv", "conv"),
        start -> {
          Dilations dilations = Dilations.uniform(start.outputStride());
          int growth = start.channels(GROWTH, 1);
          DenseNet net = new DenseNet(layers, growth, dilations, start.block());
          Scope features = start.backbone().in("features");
          Value last =
              net.stages(features, net.stem(features, start.image(), start.width())).get(3);
          return start.build("classifier", features.relu(features.norm("norm5", last)));
        });
  }

  /** One 7x7 convolution, its norm, and pooling: a quarter of the resolution. */
  Value stem(Scope scope, Value image, int channels) {
    Convolution first = convolution(channels, 7).stride(2);
    Value x = scope.relu(scope.norm("norm0", scope.conv("conv0", image, first)));
    return scope.in("pool0").maxPool(x, 3, 2, 1);
  }

  /** The outputs of denseblock1 to denseblock4. */
  List<Value> stages(Scope scope, Value x) {
    List<Value> outputs = new ArrayList<>();
    Value last = x;
    for (int stage = 0; stage < 4; stage++) {
      if (stage > 0) {
        last = transition(scope.in("transition" + stage), last, dilations.stride(stage));
      }
      last = stage(scope.in("denseblock" + (stage + 1)), last, stage);
      outputs.add(last);
    }
    return outputs;
  }

  /** One dense block, 0 to 3: its input and what each of its layers made, along the channels. */
  Value stage(Scope scope, Value x, int stage) {
    Value all = x;
    for (int i = 0; i < layers.get(stage); i++) {
      Value made = layer(scope.in("denselayer" + (i + 1)), all, dilations.dilation(stage, i));
      all = scope.concat(all, made);
    }
    return all;
  }

  /** Half the channels, and with stride 2 half the resolution. */
  static Value transition(Scope scope, Value x, int stride) {
    int outputs = Math.toIntExact(Scope.channels(x) / 2);
    Value y = scope.conv("conv", scope.relu(scope.norm("norm", x)), convolution(outputs, 1));
    return stride == 1 ? y : scope.in("pool").averagePool(y, 2, 2, 0);
  }

  private Value layer(Scope scope, Value x, int dilation) {
    Convolution reduce = convolution(BOTTLENECK * growth, 1);
    Convolution spatial = convolution(growth, 3).dilation(dilation).padding(dilation);
    Value y = scope.conv("conv1", scope.relu(scope.norm("norm1", x)), reduce);
    y = scope.relu(scope.norm("norm2", y));
    return block == Block.CONV
        ? scope.conv("conv2", y, spatial)
        : block.apply(scope.in("conv2"), y, spatial);
  }

  static Convolution convolution(int outputs, int kernel) {
    return Convolution.same(outputs, kernel).initial(Initial.KAIMING_NORMAL_FAN_IN);
  }
}
