package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * MobileOne (Vasu et al. 2022, arXiv:2206.04040, tables 2 and 3) in its training form, with its
 * authors' names: pairs of a depthwise 3x3 and a 1x1 block.
 */
final class MobileOne {
  /**
   * A published network.
   *
   * @param widths of stages 1 to 4, in sixty-fourths of 64, 128, 256 and 512 channels
   * @param kernels that are summed in each block but the first
   * @param squeezes whether the later half of stage 3 and all of stage 4 weigh their channels
   */
  private record Variant(String name, List<Integer> widths, int kernels, boolean squeezes) {}

  private static final List<Variant> VARIANTS =
      List.of(
          new Variant("s0", List.of(48, 64, 64, 128), 4, false),
          new Variant("s1", List.of(96, 96, 128, 160), 1, false),
          new Variant("s2", List.of(96, 128, 160, 256), 1, false),
          new Variant("s3", List.of(128, 160, 192, 256), 1, false),
          new Variant("s4", List.of(192, 224, 224, 256), 1, true));

  private static final List<Integer> PAIRS = List.of(2, 8, 10, 1);
  private static final SqueezeExcitation SQUEEZE = new SqueezeExcitation("reduce", "expand");

  private final Classification start;
  private final Variant variant;

  private MobileOne(Classification start, Variant variant) {
    this.start = start;
    this.variant = variant;
  }

  static List<Architecture> architectures() {
    List<Architecture> all = new ArrayList<>();
    for (Variant variant : VARIANTS) {
      all.add(
          Classification.architecture(
              "MobileOne-" + variant.name(),
              Map.of(),
              start -> start.build("linear", new MobileOne(start, variant).features())));
    }
    return all;
  }

  private Value features() {
    Scope root = start.backbone();
    int first = Math.min(start.width(), start.channels(variant.widths().get(0), 1));
    Convolution stem = Convolution.same(first, 3).stride(2);
    Value x = root.relu(Block.mobileOne(root.in("stage0"), start.image(), stem, 1));
    for (int stage = 1; stage <= 4; stage++) {
      int channels = start.channels(variant.widths().get(stage - 1) << (stage - 1), 1);
      int pairs = PAIRS.get(stage - 1);
      for (int i = 0; i < pairs; i++) {
        boolean squeezes = variant.squeezes() && (stage == 4 || (stage == 3 && i >= pairs / 2));
        Scope scope = root.in("stage" + stage);
        int inputs = Math.toIntExact(Scope.channels(x));
        Convolution deep = Convolution.same(inputs, 3).groups(inputs).stride(i == 0 ? 2 : 1);
        x = block(scope.in(2 * i), x, deep, squeezes);
        x = block(scope.in(2 * i + 1), x, Convolution.of(channels, 1), squeezes);
      }
    }
    return x;
  }

  private Value block(Scope scope, Value x, Convolution c, boolean squeezes) {
    Value y = Block.mobileOne(scope, x, c, variant.kernels());
    return scope.relu(squeezes ? SQUEEZE.apply(scope.in("se"), y) : y);
  }
}
