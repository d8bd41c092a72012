package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.function.BiFunction;

/**
 * The decoder of DeepLab V3+ (Chen et al. 2018, arXiv:1802.02611, section 3.1), as
 * github.com/yassouali/pytorch-segmentation names it: the encoder's features, enlarged, beside
 * early ones with few channels, then two 3x3 convolutions and the class scores.
 */
final class DeepLabDecoder {
  private DeepLabDecoder() {}

  /**
   * Class scores in the size of the early features.
   *
   * @param enlarge the features in the size of the early ones
   */
  static Value apply(
      Segmentation start, Value features, Value early, BiFunction<Value, Value, Value> enlarge) {
    Scope scope = start.root().in("decoder");
    Convolution point =
        Convolution.of(start.channels(48), 1).initial(Initial.KAIMING_NORMAL_FAN_IN);
    Value low = ConvNorm.relu(scope, "conv1", "bn1", early, point);
    Value x = scope.concat(low, enlarge.apply(features, low));
    Scope output = scope.in("output");
    Convolution spatial =
        Convolution.same(start.channels(256), 3).initial(Initial.KAIMING_NORMAL_FAN_IN);
    x = ConvNorm.relu(output, 0, x, spatial, start.block());
    x = output.dropout(ConvNorm.relu(output, 3, x, spatial, start.block()), 0.1);
    return output.conv("7", x, point.outputs(start.classes()).withBias());
  }
}
