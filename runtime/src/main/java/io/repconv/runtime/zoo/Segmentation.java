package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What every segmentation network starts from: an image {@code [N, in_channels, H, W]}, the classes
 * to tell apart, and a width. A network of the published width has width 64; every number of
 * channels but those of the image and the classes is the published one times width/64.
 */
final class Segmentation {
  private static final int PUBLISHED_WIDTH = 64;

  private final Settings settings;
  private final NetworkBuilder network;
  private final Value image;
  private final int width;
  private final int classes;

  private Segmentation(String name, Settings settings, long seed) {
    this.settings = settings;
    this.network = new NetworkBuilder(name, seed, settings.oneOf("norm", Normalization.class));
    this.image = network.image(settings.integer("in_channels", 1, 4096));
    this.width = settings.integer("width", 1, 4096);
    this.classes = settings.integer("num_classes", 1, 1 << 16);
  }

  /**
   * An architecture with the settings {@code num_classes}, {@code in_channels}, {@code width} and
   * {@code norm} behind its own.
   */
  static Architecture architecture(
      String name, Map<String, String> own, Function<Segmentation, Network> maker) {
    Map<String, String> defaults = new LinkedHashMap<>(own);
    defaults.put("num_classes", "21");
    defaults.put("in_channels", "3");
    defaults.put("width", String.valueOf(PUBLISHED_WIDTH));
    defaults.put("norm", "batch");
    return new Architecture(
        name, defaults, (settings, seed) -> maker.apply(new Segmentation(name, settings, seed)));
  }

  /**
   * An architecture, and the one in which multi-branch blocks stand for spatial convolutions: the
   * setting {@code repconv} names the block, {@code repconv_backbone} says whether the backbone has
   * them, too, which pretrained ones do not.
   */
  static List<Architecture> plainAndRep(
      String plain,
      String rep,
      Map<String, String> own,
      BiFunction<Segmentation, Block, Network> maker) {
    Map<String, String> withBlock = new LinkedHashMap<>(own);
    withBlock.put("repconv", "dbb4");
    if (own.containsKey("backbone")) {
      withBlock.put("repconv_backbone", "false");
    }
    return List.of(
        architecture(plain, own, start -> maker.apply(start, Block.CONV)),
        architecture(rep, withBlock, start -> maker.apply(start, start.block())));
  }

  Settings settings() {
    return settings;
  }

  Scope root() {
    return network.root();
  }

  Scope backbone() {
    return network.root().backbone();
  }

  Value image() {
    return image;
  }

  int classes() {
    return classes;
  }

  int width() {
    return width;
  }

  /** A published number of channels at this width, at least one. */
  int channels(int published) {
    return Math.toIntExact(Math.max(1, (long) published * width / PUBLISHED_WIDTH));
  }

  private Block block() {
    return settings.oneOf("repconv", Block.class);
  }

  /** What stands for the 3x3 convolutions of the backbone. */
  Block backboneBlock() {
    return settings.has("repconv_backbone") && settings.flag("repconv_backbone")
        ? block()
        : Block.CONV;
  }

  /** The setting {@code backbone} as a ResNet. */
  ResNetDepth depth() {
    return settings.oneOf("backbone", ResNetDepth.class);
  }

  /** The setting {@code backbone} as a ResNet of bottlenecks. */
  ResNetDepth bottleneckDepth() {
    ResNetDepth depth = depth();
    if (!depth.bottleneck()) {
      throw settings.wrong("backbone", "one of resnet_50, resnet_101, resnet_152");
    }
    return depth;
  }

  /** The setting {@code output_stride}, which is 8 or 16. */
  int outputStride() {
    int stride = settings.integer("output_stride", 8, 16);
    if (stride != 8 && stride != 16) {
      throw settings.wrong("output_stride", "8 or 16");
    }
    return stride;
  }

  /** The network with these class scores, resized to the image where they are smaller. */
  Network build(Value scores, boolean alignCorners, Value... auxiliary) {
    Value[] heads = new Value[auxiliary.length];
    for (int i = 0; i < heads.length; i++) {
      heads[i] = root().resizeLike(auxiliary[i], image, alignCorners);
    }
    return network.build(root().resizeLike(scores, image, alignCorners), heads);
  }
}
