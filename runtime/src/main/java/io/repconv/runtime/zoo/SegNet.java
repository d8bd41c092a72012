package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * SegNet (Badrinarayanan et al. 2017, arXiv:1511.00561) as
 * github.com/yassouali/pytorch-segmentation names it: VGG-16 with BatchNorm and its mirror image,
 * whose unpooling puts values back where the pooling found them.
 */
final class SegNet {
  private SegNet() {}

  static Architecture architecture() {
    return Segmentation.architecture(
        "SegNet", Settings.defaults("repconv", "conv"), SegNet::network);
  }

  private static Network network(Segmentation start) {
    Scope root = start.root();
    List<MaxUnpooling> pools = new ArrayList<>();
    Value x = start.image();
    for (int stage = 0; stage < 5; stage++) {
      Scope encoder = root.in("stage" + (stage + 1) + "_encoder");
      List<Integer> channels = Vgg16.STAGES.get(stage);
      for (int i = 0; i < channels.size(); i++) {
        x = layer(start, encoder, i, x, channels.get(i));
      }
      MaxUnpooling pool = MaxUnpooling.of(root.in("pool" + (stage + 1)), x);
      pools.add(pool);
      x = pool.pooled();
    }
    for (int stage = 0; stage < 5; stage++) {
      int mirrored = 4 - stage;
      x = pools.get(mirrored).unpool(root.in("unpool" + (mirrored + 1)), x);
      Scope decoder = root.in("stage" + (stage + 1) + "_decoder");
      List<Integer> channels = Vgg16.STAGES.get(mirrored);
      for (int i = 0; i < channels.size(); i++) {
        boolean last = i == channels.size() - 1;
        int below = last && mirrored > 0 ? mirrored - 1 : mirrored;
        x = layer(start, decoder, i, x, Vgg16.STAGES.get(below).get(0));
      }
    }
    Convolution scores =
        Convolution.same(start.classes(), 3).withBias().initial(Initial.KAIMING_NORMAL_FAN_IN);
    return start.build(root.in("stage5_decoder").conv("6", x, scores), false);
  }

  private static Value layer(Segmentation start, Scope scope, int index, Value x, int channels) {
    Convolution c = Vgg16.convolution(start.channels(channels));
    return ConvNorm.relu(scope, 3 * index, x, c, start.block());
  }
}
