package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import io.repconv.graph.emit.NodeEmitter;
import io.repconv.runtime.zoo.Parameter.Role;
import java.util.List;

/**
 * ENet (Paszke et al. 2016, arXiv:1606.02147) as github.com/yassouali/pytorch-segmentation names
 * it.
 *
 * <p>That program needs a height and width that are multiples of 8; here every size goes: what is
 * unpooled gets the size that was pooled, and rows and columns too many are cut off at the end.
 */
final class ENet {
  /** The channels that a bottleneck works on are its inputs' by this. */
  private static final int PROJECTION = 4;

  private static final int KERNEL_OF_ASYMMETRIC = 5;

  private final Segmentation start;

  private ENet(Segmentation start) {
    this.start = start;
  }

  static List<Architecture> architectures() {
    return Segmentation.plainAndRep(
        "ENet", "RepENet", Settings.defaults(), start -> new ENet(start).network());
  }

  private Network network() {
    Value x = initial();
    Halved first = in(10, Activation.PRELU, 0.01).down(x, start.channels(64));
    x = first.output();
    for (int i = 11; i <= 14; i++) {
      x = in(i, Activation.PRELU, 0.01).plain(x, 1);
    }
    Halved second = in(20, Activation.PRELU, 0.1).down(x, start.channels(128));
    x = dilating(30, dilating(20, second.output()));
    x = in(40, Activation.RELU, 0.1).up(x, second.pool(), start.channels(64));
    x = in(41, Activation.RELU, 0.1).plain(x, 1);
    x = in(42, Activation.RELU, 0.1).plain(x, 1);
    x = in(50, Activation.RELU, 0.1).up(x, first.pool(), start.channels(16));
    x = in(51, Activation.RELU, 0.1).plain(x, 1);
    Value scores = Spatial.convTranspose(start.root(), "fullconv", x, doubling(start.classes()), 1);
    return start.build(Spatial.crop(start.root(), scores, start.image()), true);
  }

  /** Bottlenecks 1 to 8 of stages 2 and 3. */
  private Value dilating(int stage, Value x) {
    Value y = in(stage + 1, Activation.PRELU, 0.1).plain(x, 1);
    y = in(stage + 2, Activation.PRELU, 0.1).plain(y, 2);
    y = in(stage + 3, Activation.PRELU, 0.1).asymmetric(y);
    y = in(stage + 4, Activation.PRELU, 0.1).plain(y, 4);
    y = in(stage + 5, Activation.PRELU, 0.1).plain(y, 1);
    y = in(stage + 6, Activation.PRELU, 0.1).plain(y, 8);
    y = in(stage + 7, Activation.PRELU, 0.1).asymmetric(y);
    return in(stage + 8, Activation.PRELU, 0.1).plain(y, 16);
  }

  private Value initial() {
    Scope scope = start.root().in("initial");
    int learned = start.channels(16) - Math.toIntExact(Scope.channels(start.image()));
    if (learned < 1) {
      throw start
          .settings()
          .wrong("width", "a width of more than four times in_channels: the image is a part");
    }
    Value pooled = scope.in("pool").maxPool(start.image(), 2, 2, 0, true);
    Convolution c = Convolution.same(learned, 3).stride(2).withBias();
    Value both = scope.concat(pooled, scope.conv("conv", start.image(), initialized(c)));
    return Activation.PRELU.apply(scope, "prelu", scope.norm("bn", both), start.channels(16));
  }

  private static Convolution initialized(Convolution c) {
    return c.initial(Initial.KAIMING_NORMAL_FAN_IN);
  }

  private static Convolution point(int outputs) {
    return initialized(Convolution.of(outputs, 1));
  }

  /** A transposed convolution to exactly twice the size. */
  private static Convolution doubling(int outputs) {
    return Convolution.of(outputs, 3).stride(2).padding(1);
  }

  private Bottleneck in(int number, Activation activation, double dropout) {
    return new Bottleneck(start.root().in("bottleneck" + number), activation, dropout);
  }

  /** What follows a norm. */
  private enum Activation {
    RELU,
    PRELU;

    /** With one slope, or one for each of so many channels. */
    Value apply(Scope scope, String name, Value x, int slopes) {
      if (this == RELU) {
        return scope.relu(x);
      }
      Value slope = scope.parameter(name, "weight", Role.WEIGHT, Initial.QUARTER, 1, slopes);
      NodeEmitter nodes = scope.in(name).nodes();
      Value aligned = slopes == 1 ? slope : nodes.emit("Unsqueeze", slope, nodes.ints(1, 2));
      return nodes.emit("PRelu", x, aligned);
    }
  }

  /** A map of half the size, and where its pooled part came from. */
  private record Halved(Value output, MaxUnpooling pool) {}

  /** Three convolutions beside an identity. */
  private final class Bottleneck {
    private final Scope scope;
    private final Activation activation;
    private final double dropout;

    Bottleneck(Scope scope, Activation activation, double dropout) {
      this.scope = scope;
      this.activation = activation;
      this.dropout = dropout;
    }

    private Value activated(String name, Value x) {
      return activation.apply(scope, name, x, 1);
    }

    private int inner(Value x) {
      return Math.max(1, Math.toIntExact(Scope.channels(x)) / PROJECTION);
    }

    Value reduced(Value x, Convolution c) {
      return activated("prelu1", ConvNorm.linear(scope, "conv1", "bn1", x, c));
    }

    Value plain(Value x, int dilation) {
      Value y = reduced(x, point(inner(x)));
      Convolution c = Convolution.of(inner(x), 3).dilation(dilation).padding(dilation);
      y = ConvNorm.linear(scope, "conv2", "bn2", y, initialized(c), start.block());
      return sum(x, expanded(y, Math.toIntExact(Scope.channels(x))));
    }

    Value asymmetric(Value x) {
      Value y = reduced(x, point(inner(x)));
      int half = KERNEL_OF_ASYMMETRIC / 2;
      Convolution wide = initialized(Convolution.of(inner(x), 1)).withBias();
      wide = wide.kernel(1, KERNEL_OF_ASYMMETRIC).padding(0, half);
      Convolution tall = wide.kernel(KERNEL_OF_ASYMMETRIC, 1).padding(half, 0);
      Scope both = scope.in("conv2");
      y = ConvNorm.linear(both, "0", "1", y, wide);
      y = both.conv("3", activation.apply(both, "2", y, 1), tall);
      y = scope.norm("bn2", y);
      return sum(x, expanded(y, Math.toIntExact(Scope.channels(x))));
    }

    /** Zeros stand for the channels that the image pooled does not have. */
    Halved down(Value x, int outputs) {
      MaxUnpooling pool = MaxUnpooling.of(scope.in("pool"), x);
      Value y = reduced(x, initialized(Convolution.of(inner(x), 2).stride(2)));
      Convolution spatial = initialized(Convolution.same(inner(x), 3));
      y = expanded(ConvNorm.linear(scope, "conv2", "bn2", y, spatial, start.block()), outputs);
      NodeEmitter nodes = scope.nodes();
      Value pads = nodes.ints(0, 0, 0, 0, 0, outputs - Scope.channels(x), 0, 0);
      return new Halved(sum(nodes.emit("Pad", pool.pooled(), pads), y), pool);
    }

    Value up(Value x, MaxUnpooling pool, int outputs) {
      Value identity = ConvNorm.linear(scope, "spatil_conv", "bn_up", x, point(outputs));
      identity = pool.unpool(scope.in("unpool"), identity);
      Value y = reduced(x, point(inner(x)));
      y = Spatial.convTranspose(scope, "conv2", y, doubling(inner(x)), 1);
      y = expanded(scope.norm("bn2", y), outputs);
      return sum(identity, Spatial.padBehind(scope, y, identity));
    }

    /** The last convolution, over what the middle one's norm left. */
    Value expanded(Value normed, int outputs) {
      Value y = activated("prelu2", normed);
      y = activated("prelu3", ConvNorm.linear(scope, "conv3", "bn3", y, point(outputs)));
      return scope.channelDropout(y, dropout);
    }

    Value sum(Value identity, Value y) {
      return activated("prelu_out", scope.add(y, identity));
    }
  }
}
