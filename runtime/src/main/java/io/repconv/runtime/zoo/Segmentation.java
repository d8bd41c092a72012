package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What every segmentation network starts from: the classes to tell apart at each pixel, too. */
final class Segmentation extends NetworkStart {
  private static final int CLASSES = 21;

  private final int classes;

  private Segmentation(String name, Settings settings, long seed) {
    super(name, settings, seed);
    this.classes = settings.integer("num_classes", 1, 1 << 16);
  }

  /**
   * An architecture with the settings {@code num_classes}, {@code in_channels}, {@code width} and
   * {@code norm} behind its own.
   */
  static Architecture architecture(
      String name, Map<String, String> own, Function<Segmentation, Network> maker) {
    return new Architecture(
        name,
        withCommon(own, CLASSES),
        (settings, seed) -> maker.apply(new Segmentation(name, settings, seed)));
  }

  /**
   * An architecture under two names: its own, and one whose spatial convolutions are multi-branch
   * blocks unless the setting {@code repconv} says otherwise.
   */
  static List<Architecture> plainAndRep(
      String plain, String rep, Map<String, String> own, Function<Segmentation, Network> maker) {
    return List.of(
        architecture(plain, withBlock(own, "conv"), maker),
        architecture(rep, withBlock(own, "dbb4"), maker));
  }

  private static Map<String, String> withBlock(Map<String, String> own, String block) {
    Map<String, String> all = new LinkedHashMap<>(own);
    all.put("repconv", block);
    if (own.containsKey("backbone")) {
      all.put("repconv_backbone", "false");
    }
    return all;
  }

  int classes() {
    return classes;
  }

  /** A published number of channels at this width, at least one. */
  int channels(int published) {
    return channels(published, 1);
  }

  /** What stands for those of the backbone, by the setting {@code repconv_backbone}. */
  Block backboneBlock() {
    return settings().flag("repconv_backbone") ? block() : Block.CONV;
  }

  /** The setting {@code backbone} as a ResNet. */
  ResNetDepth depth() {
    return settings().oneOf("backbone", ResNetDepth.class);
  }

  /** The setting {@code backbone} as a ResNet of bottlenecks. */
  ResNetDepth bottleneckDepth() {
    ResNetDepth depth = depth();
    if (!depth.bottleneck()) {
      throw settings().wrong("backbone", "one of resnet_50, resnet_101, resnet_152");
    }
    return depth;
  }

  /** The setting {@code output_stride}, which is 8 or 16. */
  int outputStride() {
    int stride = settings().integer("output_stride", 8, 16);
    if (stride != 8 && stride != 16) {
      throw settings().wrong("output_stride", "8 or 16");
    }
    return stride;
  }

  /** The network with these class scores, resized to the image where they are smaller. */
  Network build(Value scores, boolean alignCorners, Value... auxiliary) {
    Value[] heads = new Value[auxiliary.length];
    for (int i = 0; i < heads.length; i++) {
      heads[i] = root().resizeLike(auxiliary[i], image(), alignCorners);
    }
    return network().build(root().resizeLike(scores, image(), alignCorners), heads);
  }
}
