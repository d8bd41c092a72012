package io.repconv.runtime.zoo;

import io.repconv.graph.Value;
import java.util.Map;
import java.util.function.Function;

/**
 * What every classification network starts from and ends in: scores {@code [N, num_classes]} of the
 * mean over all positions.
 */
final class Classification extends NetworkStart {
  private static final int CLASSES = 1000;

  private Classification(String name, Settings settings, long seed) {
    super(name, settings, seed);
  }

  /**
   * An architecture with the settings {@code num_classes}, {@code in_channels}, {@code width} and
   * {@code norm} behind its own.
   */
  static Architecture architecture(
      String name, Map<String, String> own, Function<Classification, Network> maker) {
    return new Architecture(
        name,
        withCommon(own, CLASSES),
        (settings, seed) -> maker.apply(new Classification(name, settings, seed)));
  }

  /** The setting {@code output_stride}. */
  int outputStride() {
    int stride = settings().integer("output_stride", 8, 32);
    if (Integer.bitCount(stride) != 1) {
      throw settings().wrong("output_stride", "8, 16 or 32");
    }
    return stride;
  }

  /** The network whose linear layer of this name tells the classes from features' means. */
  Network build(String linear, Value features) {
    Scope root = root();
    Value means = root.flatten(root.globalAveragePool(features));
    int classes = settings().integer("num_classes", 1, 1 << 20);
    return network().build(root.linear(linear, means, classes));
  }
}
