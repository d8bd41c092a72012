package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.List;

/** The two heads of PSPNet. */
final class PspHeads {
  private PspHeads() {}

  /**
   * The network with its class scores, and the auxiliary ones where the setting {@code auxiliary}
   * asks for them.
   *
   * @param features what the pyramid pools
   * @param early what the auxiliary head sees
   */
  static Network build(Segmentation start, Value features, Value early) {
    int hidden = Math.max(1, Math.toIntExact(Scope.channels(features)) / 4);
    Convolution scores =
        Convolution.of(start.classes(), 1).withBias().initial(Initial.KAIMING_NORMAL_FAN_IN);
    Scope master = start.root().in("master_branch");
    Value pooled =
        new PyramidPooling(List.of(1, 2, 3, 6), start.block())
            .apply(master.in(0), features, hidden);
    Value output = master.conv("1", pooled, scores);
    if (!start.settings().flag("auxiliary")) {
      return start.build(output, false);
    }
    Scope branch = start.root().in("auxiliary_branch");
    Convolution spatial = Convolution.same(hidden, 3).initial(Initial.KAIMING_NORMAL_FAN_IN);
    Value y = branch.channelDropout(ConvNorm.relu(branch, 0, early, spatial, start.block()), 0.1);
    return start.build(output, false, branch.conv("4", y, scores));
  }
}
