package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What every classification network starts from and ends in: an image {@code [N, in_channels, H,
 * W]}, and scores {@code [N, num_classes]} of the mean over all positions. A network of the
 * published width has width 64; every number of channels but those of the image and the classes is
 * the published one times width/64.
 */
final class Classification {
  private static final int PUBLISHED_WIDTH = 64;

  private final Settings settings;
  private final NetworkBuilder network;
  private final Value image;
  private final int width;

  private Classification(String name, Settings settings, long seed) {
    this.settings = settings;
    this.network = new NetworkBuilder(name, seed, settings.oneOf("norm", Normalization.class));
    this.image = network.image(settings.integer("in_channels", 1, 4096));
    this.width = settings.integer("width", 1, 4096);
  }

  /**
   * An architecture with the settings {@code num_classes}, {@code in_channels}, {@code width} and
   * {@code norm} behind its own.
   */
  static Architecture architecture(
      String name, Map<String, String> own, Function<Classification, Network> maker) {
    Map<String, String> defaults = new LinkedHashMap<>(own);
    defaults.put("num_classes", "1000");
    defaults.put("in_channels", "3");
    defaults.put("width", String.valueOf(PUBLISHED_WIDTH));
    defaults.put("norm", "batch");
    return new Architecture(
        name, defaults, (settings, seed) -> maker.apply(new Classification(name, settings, seed)));
  }

  Settings settings() {
    return settings;
  }

  Value image() {
    return image;
  }

  Scope backbone() {
    return network.root().backbone();
  }

  /** The setting {@code repconv}. */
  Block block() {
    return settings.oneOf("repconv", Block.class);
  }

  /** The setting {@code output_stride}. */
  int outputStride() {
    int stride = settings.integer("output_stride", 8, 32);
    if (Integer.bitCount(stride) != 1) {
      throw settings.wrong("output_stride", "8, 16 or 32");
    }
    return stride;
  }

  int width() {
    return width;
  }

  /** A published number of channels at this width: a multiple of {@code unit}, at least that. */
  int channels(int published, int unit) {
    long scaled = (long) published * width / PUBLISHED_WIDTH;
    return Math.toIntExact(Math.max(unit, scaled / unit * unit));
  }

  /** The network whose linear layer of this name tells the classes from features' means. */
  Network build(String linear, Value features) {
    Scope root = network.root();
    Value means = root.flatten(root.globalAveragePool(features));
    return network.build(root.linear(linear, means, settings.integer("num_classes", 1, 1 << 20)));
  }
}
