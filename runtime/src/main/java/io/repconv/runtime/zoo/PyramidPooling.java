package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The pyramid pooling module (Zhao et al. 2017, "Pyramid Scene Parsing Network", section 3.2):
 * means over grids of some sizes, each through a 1x1 convolution, resized and put beside the
 * features; a 3x3 convolution brings them together.
 *
 * @param bins the sizes of the grids
 * @param block what stands for the 3x3 convolution
 */
record PyramidPooling(List<Integer> bins, Block block) {
  /** From {@code [N, C, H, W]} to {@code [N, outputs, H, W]}. */
  Value apply(Scope scope, Value features, int outputs) {
    int inputs = Math.toIntExact(Scope.channels(features));
    Convolution reduce =
        Convolution.of(Math.max(1, inputs / bins.size()), 1).initial(Initial.KAIMING_NORMAL_FAN_IN);
    List<Value> pyramid = new ArrayList<>(List.of(features));
    for (int i = 0; i < bins.size(); i++) {
      Scope stage = scope.in("stages").in(i);
      Value pooled = stage.in(0).adaptiveAveragePool(features, bins.get(i));
      Value reduced = ConvNorm.relu(stage, 1, pooled, reduce);
      pyramid.add(stage.resizeLike(reduced, features, true));
    }
    Scope bottleneck = scope.in("bottleneck");
    Value all = bottleneck.concat(pyramid.toArray(Value[]::new));
    Convolution join = Convolution.same(outputs, 3).initial(Initial.KAIMING_NORMAL_FAN_IN);
    return bottleneck.channelDropout(ConvNorm.relu(bottleneck, 0, all, join, block), 0.1);
  }
}
