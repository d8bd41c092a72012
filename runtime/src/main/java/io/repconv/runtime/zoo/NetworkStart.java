package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What every network starts from: its settings, an image {@code [N, in_channels, H, W]}, and a
 * width. A network of the published width has width 64; every number of channels but those of the
 * image and the classes is the published one times width/64.
 */
abstract class NetworkStart {
  private static final int PUBLISHED_WIDTH = 64;

  private final Settings settings;
  private final NetworkBuilder network;
  private final Value image;
  private final int width;

  NetworkStart(String name, Settings settings, long seed) {
    this.settings = settings;
    this.network = new NetworkBuilder(name, seed, settings.oneOf("norm", Normalization.class));
    this.image = network.image(settings.integer("in_channels", 1, 4096));
    this.width = settings.integer("width", 1, 4096);
  }

  /**
   * A network's own settings, and behind them {@code num_classes}, {@code in_channels}, {@code
   * width} and {@code norm}.
   */
  static Map<String, String> withCommon(Map<String, String> own, int classes) {
    Map<String, String> defaults = new LinkedHashMap<>(own);
    defaults.put("num_classes", String.valueOf(classes));
    defaults.put("in_channels", "3");
    defaults.put("width", String.valueOf(PUBLISHED_WIDTH));
    defaults.put("norm", "batch");
    return defaults;
  }

  Settings settings() {
    return settings;
  }

  NetworkBuilder network() {
    return network;
  }

  Value image() {
    return image;
  }

  int width() {
    return width;
  }

  Scope root() {
    return network.root();
  }

  Scope backbone() {
    return root().backbone();
  }

  /** A published number of channels at this width: a multiple of {@code unit}, at least that. */
  int channels(int published, int unit) {
    long scaled = (long) published * width / PUBLISHED_WIDTH;
    return Math.toIntExact(Math.max(unit, scaled / unit * unit));
  }

  /** The setting {@code repconv}: the block that stands for 3x3 convolutions. */
  Block block() {
    return settings.oneOf("repconv", Block.class);
  }
}
