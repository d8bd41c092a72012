package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * RepVGG (Ding et al. 2021, arXiv:2101.03697, table 2) in its training form, with its authors'
 * names; D2se is theirs of April 2021. Other blocks can be put in the place of its own: {@code
 * repconv=conv} is the plain network that it becomes.
 */
final class RepVgg {
  /**
   * A published network.
   *
   * @param blocks of stages 1 to 4
   * @param width of stages 1 to 3, in sixty-fourths of 64, 128 and 256 channels
   * @param lastWidth of stage 4, in sixty-fourths of 512 channels
   * @param groups of every second layer
   * @param squeezes whether every block weighs its channels
   */
  private record Variant(
      String name, List<Integer> blocks, int width, int lastWidth, int groups, boolean squeezes) {
    Variant(String name, List<Integer> blocks, int width, int lastWidth, int groups) {
      this(name, blocks, width, lastWidth, groups, false);
    }
  }

  private static final List<Integer> A = List.of(2, 4, 14, 1);
  private static final List<Integer> B = List.of(4, 6, 16, 1);
  private static final List<Integer> D = List.of(8, 14, 24, 1);

  private static final List<Variant> VARIANTS =
      List.of(
          new Variant("A0", A, 48, 160, 1),
          new Variant("A1", A, 64, 160, 1),
          new Variant("A2", A, 96, 176, 1),
          new Variant("B0", B, 64, 160, 1),
          new Variant("B1", B, 128, 256, 1),
          new Variant("B1g2", B, 128, 256, 2),
          new Variant("B1g4", B, 128, 256, 4),
          new Variant("B2", B, 160, 320, 1),
          new Variant("B2g2", B, 160, 320, 2),
          new Variant("B2g4", B, 160, 320, 4),
          new Variant("B3", B, 192, 320, 1),
          new Variant("B3g2", B, 192, 320, 2),
          new Variant("B3g4", B, 192, 320, 4),
          new Variant("D2se", D, 160, 320, 1, true));

  private static final SqueezeExcitation SQUEEZE = new SqueezeExcitation("down", "up");

  private final Classification start;
  private final Variant variant;
  private final Block block;
  private final boolean squeezes;
  private int layer;

  private RepVgg(Classification start, Variant variant) {
    this.start = start;
    this.variant = variant;
    this.block = start.block();
    this.squeezes = start.settings().flag("se");
  }

  static List<Architecture> architectures() {
    List<Architecture> all = new ArrayList<>();
    for (Variant variant : VARIANTS) {
      all.add(
          Classification.architecture(
              "RepVGG-" + variant.name(),
              Settings.defaults("repconv", "repvgg", "se", String.valueOf(variant.squeezes())),
              start -> start.build("linear", new RepVgg(start, variant).features())));
    }
    return all;
  }

  private Value features() {
    Scope root = start.backbone();
    int first = Math.min(start.width(), start.channels(variant.width(), variant.groups()));
    Value x = layer(root.in("stage0"), start.image(), first, 2);
    for (int stage = 1; stage <= 4; stage++) {
      int width = stage == 4 ? variant.lastWidth() : variant.width();
      int channels = start.channels(width << (stage - 1), variant.groups());
      for (int i = 0; i < variant.blocks().get(stage - 1); i++) {
        x = layer(root.in("stage" + stage).in(i), x, channels, i == 0 ? 2 : 1);
      }
    }
    return x;
  }

  private Value layer(Scope scope, Value x, int channels, int stride) {
    int groups = layer > 0 && layer % 2 == 0 ? variant.groups() : 1;
    layer++;
    Value y = block.apply(scope, x, Convolution.same(channels, 3).stride(stride).groups(groups));
    return scope.relu(squeezes ? SQUEEZE.apply(scope.in("se"), y) : y);
  }
}
