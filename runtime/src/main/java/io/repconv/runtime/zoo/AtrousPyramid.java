package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Atrous spatial pyramid pooling with the image's mean (Chen et al. 2017, arXiv:1706.05587, section
 * 3.3), as github.com/yassouali/pytorch-segmentation names it: a 1x1 convolution and 3x3 ones of
 * several dilations side by side.
 *
 * @param rates the dilations
 * @param outputs the channels of each branch and of the whole
 * @param block what stands for each 3x3 convolution
 */
record AtrousPyramid(List<Integer> rates, int outputs, Block block) {
  Value apply(Scope scope, Value x) {
    Convolution point = Convolution.of(outputs, 1).initial(Initial.KAIMING_NORMAL_FAN_IN);
    List<Value> branches = new ArrayList<>();
    branches.add(ConvNorm.relu(scope.in("aspp1"), 0, x, point));
    for (int i = 0; i < rates.size(); i++) {
      int rate = rates.get(i);
      Convolution c = point.kernel(3, 3).dilation(rate).padding(rate);
      branches.add(ConvNorm.relu(scope.in("aspp" + (i + 2)), 0, x, c, block));
    }
    Scope pool = scope.in("avg_pool");
    Value mean = ConvNorm.relu(pool, 1, pool.globalAveragePool(x), point);
    branches.add(pool.resizeLike(mean, x, true));
    Value all = scope.concat(branches.toArray(Value[]::new));
    return scope.dropout(ConvNorm.relu(scope, "conv1", "bn1", all, point), 0.5);
  }
}
