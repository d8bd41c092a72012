package io.repconv.converter.training;

import io.repconv.converter.checkpoint.StateDict;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.runtime.zoo.Network;
import io.repconv.runtime.zoo.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts a network from a checkpoint: every parameter of its backbone must be in it, those of its
 * head are taken where they fit.
 *
 * <p>A checkpoint of the backbone alone has its names without what the network puts before them:
 * {@code backbone.layer1.0.conv1.weight} may be {@code layer1.0.conv1.weight} in it. Where a
 * network has no backbone of its own, as in classification, all of it is head.
 */
final class Pretrained {
  private static final int MOST_NAMED = 3;

  private Pretrained() {}

  /**
   * The network with these weights.
   *
   * @throws RepconvException KEYS_DIFFER where a parameter of the backbone is missing or has
   *     another shape, or where nothing fits at all; as {@link StateDict#read}
   */
  static Network load(Network network, Path checkpoint) {
    Map<String, Tensor> weights = StateDict.read(checkpoint).tensors();
    String prefix = backbonePrefix(network);
    Map<String, Tensor> taken = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (Parameter parameter : network.parameters()) {
      Tensor found = find(weights, parameter, prefix);
      boolean fits =
          found != null
              && found.shape().equals(parameter.value().shape())
              && found.type() == parameter.value().element();
      if (fits) {
        taken.put(parameter.name(), found);
      } else if (parameter.backbone()) {
        missing.add(
            found == null
                ? parameter.name()
                : "%s (%s in place of %s)"
                    .formatted(parameter.name(), found.shape(), parameter.value().shape()));
      }
    }
    if (!missing.isEmpty() || taken.isEmpty()) {
      throw differing(checkpoint, network, missing);
    }
    return network.with(taken);
  }

  private static @Nullable Tensor find(
      Map<String, Tensor> weights, Parameter parameter, String prefix) {
    Tensor found = weights.get(parameter.name());
    return found == null && parameter.name().startsWith(prefix)
        ? weights.get(parameter.name().substring(prefix.length()))
        : found;
  }

  /** The modules that all parameters of the backbone lie in: {@code backbone.}, or nothing. */
  private static String backbonePrefix(Network network) {
    String common = null;
    for (Parameter parameter : network.parameters()) {
      if (parameter.backbone()) {
        String name = parameter.name();
        common = common == null ? name : common(common, name);
      }
    }
    return common == null ? "" : common.substring(0, common.lastIndexOf('.') + 1);
  }

  private static String common(String left, String right) {
    int length = 0;
    while (length < Math.min(left.length(), right.length())
        && left.charAt(length) == right.charAt(length)) {
      length++;
    }
    return left.substring(0, length);
  }

  private static RepconvException differing(
      Path checkpoint, Network network, List<String> missing) {
    String names = String.join(", ", missing.subList(0, Math.min(MOST_NAMED, missing.size())));
    return RepconvException.of(ErrorCode.KEYS_DIFFER)
        .at(checkpoint.toString())
        .observed(
            missing.isEmpty()
                ? "no weight of " + network.graph().name()
                : "%d weights of the backbone are missing: %s%s"
                    .formatted(missing.size(), names, missing.size() > MOST_NAMED ? ", ..." : ""))
        .expected("all of the backbone of " + network.graph().name())
        .fix("Train with the backbone that the checkpoint is of, in the same width.")
        .build();
  }
}
