package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * The convolutional part of a ResNet (He et al. 2016) with torchvision's names and its stride in
 * the 3x3 convolution of a bottleneck. The stem quarters the resolution; the stages behind have
 * channels {@code width * 2^stage}, times 4 for bottlenecks.
 *
 * @param width the channels of the first stage's 3x3 convolutions
 * @param block what stands for each 3x3 convolution of the stages
 * @param averages whether a shortcut that strides averages 2x2 positions instead of taking one, and
 *     its convolution and norm are called {@code downsample.1} and {@code .2} (He et al. 2019,
 *     arXiv:1812.01187, ResNet-D)
 */
record ResNetStages(
    ResNetDepth depth, int width, Dilations dilations, Block block, boolean averages) {
  ResNetStages(ResNetDepth depth, int width, Dilations dilations, Block block) {
    this(depth, width, dilations, block, false);
  }

  ResNetStages(ResNetDepth depth, int width, Dilations dilations) {
    this(depth, width, dilations, Block.CONV);
  }

  /** One 7x7 convolution, its norm, and pooling. */
  Value stem(Scope scope, String conv, String norm, Value image) {
    return scope.maxPool(unpooledStem(scope, conv, norm, image), 3, 2, 1);
  }

  /** The stem before its pooling. */
  Value unpooledStem(Scope scope, String conv, String norm, Value image) {
    return ConvNorm.relu(scope, conv, norm, image, convolution(width, 7).stride(2));
  }

  /** Three 3x3 convolutions, the last with twice the width, as PyTorch-Encoding's ResNets. */
  Value deepStem(Scope scope, String conv, String norm, Value image) {
    return deepStem(scope, conv, norm, image, width);
  }

  /** Three 3x3 convolutions, the last with twice the channels. */
  Value deepStem(Scope scope, String conv, String norm, Value image, int channels) {
    Scope convs = scope.in(conv);
    Value x = ConvNorm.relu(convs, "0", "1", image, convolution(channels, 3).stride(2));
    x = ConvNorm.relu(convs, "3", "4", x, convolution(channels, 3));
    x = convs.conv("6", x, convolution(2 * channels, 3));
    return scope.maxPool(scope.relu(scope.norm(norm, x)), 3, 2, 1);
  }

  /** The outputs of layer1 to layer4. */
  List<Value> layers(Scope scope, Value x) {
    List<Value> outputs = new ArrayList<>();
    Value last = x;
    for (int stage = 0; stage < 4; stage++) {
      last = stage(scope.in("layer" + (stage + 1)), last, stage);
      outputs.add(last);
    }
    return outputs;
  }

  /** One stage, 0 to 3. */
  Value stage(Scope scope, Value x, int stage) {
    Value y = x;
    for (int i = 0; i < depth.blocks(stage); i++) {
      y = block(scope.in(i), y, stage, i);
    }
    return y;
  }

  private static Convolution convolution(int outputs, int kernel) {
    return Convolution.same(outputs, kernel).initial(Initial.KAIMING_NORMAL_FAN_OUT);
  }

  private static Convolution dilated(Convolution spatial, int dilation) {
    return spatial.dilation(dilation).padding(dilation);
  }

  /** One block of a stage; the first of a stage strides. */
  Value block(Scope scope, Value x, int stage, int index) {
    int channels = width << stage;
    int stride = index == 0 ? dilations.stride(stage) : 1;
    Convolution plain = convolution(channels, 3);
    Convolution spatial = dilated(plain.stride(stride), dilations.dilation(stage, index));
    Value y;
    if (depth.bottleneck()) {
      y = bottleneck(scope, x, spatial);
    } else {
      int last = dilations.dilation(stage, depth.blocks(stage) - 1);
      y = basic(scope, x, spatial, dilated(plain, last));
    }
    int outputs = channels * depth.expansion();
    Value shortcut = x;
    if (stride != 1 || Scope.channels(x) != outputs) {
      shortcut = projection(scope.in("downsample"), x, convolution(outputs, 1), stride);
    }
    return scope.relu(scope.add(y, shortcut));
  }

  private Value projection(Scope scope, Value x, Convolution c, int stride) {
    if (!averages) {
      return ConvNorm.linear(scope, "0", "1", x, c.stride(stride));
    }
    return ConvNorm.linear(scope, "1", "2", stride == 1 ? x : mean(scope.in(0), x), c);
  }

  /** Of 2x2 positions, or of those that are left at an odd end. */
  private static Value mean(Scope scope, Value x) {
    List<Integer> two = List.of(2, 2);
    Window window = Window.of(two, List.of(1, 1), List.of(0, 0, 0, 0));
    return scope.nodes().emit(new AveragePool(window, two, true, false), x);
  }

  private Value basic(Scope scope, Value x, Convolution first, Convolution second) {
    Value y = ConvNorm.relu(scope, "conv1", "bn1", x, first, block);
    return ConvNorm.linear(scope, "conv2", "bn2", y, second, block);
  }

  private Value bottleneck(Scope scope, Value x, Convolution spatial) {
    Value y = ConvNorm.relu(scope, "conv1", "bn1", x, convolution(spatial.outputs(), 1));
    y = ConvNorm.relu(scope, "conv2", "bn2", y, spatial, block);
    int outputs = spatial.outputs() * depth.expansion();
    return ConvNorm.linear(scope, "conv3", "bn3", y, convolution(outputs, 1));
  }
}
