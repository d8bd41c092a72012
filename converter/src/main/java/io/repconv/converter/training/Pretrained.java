package io.repconv.converter.training;

import io.repconv.converter.checkpoint.StateDict;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.runtime.zoo.Network;
import io.repconv.runtime.zoo.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts a network from a checkpoint: every parameter of its backbone must be in it, those of its
 * head are taken where they fit.
 *
 * <p>A checkpoint of the backbone alone has its names without what the network puts before them:
 * {@code backbone.layer1.0.conv1.weight} may be {@code layer1.0.conv1.weight} in it. Parameters of
 * the backbone that it does not name at all, as where {@code conv1} became {@code initial.0}, are
 * taken by their place: in order, each from the next tensor that nothing else took and that has the
 * same last name and shape. Where a network has no backbone of its own all of it is head.
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
    Map<String, Tensor> left = new LinkedHashMap<>(StateDict.read(checkpoint).tensors());
    String prefix = backbonePrefix(network);
    Map<String, Tensor> taken = new LinkedHashMap<>();
    List<Parameter> unnamed = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Parameter parameter : network.parameters()) {
      String name = name(left, parameter, prefix);
      Tensor found = left.get(name);
      if (found == null) {
        if (parameter.backbone()) {
          unnamed.add(parameter);
        }
      } else if (fits(parameter, found)) {
        taken.put(parameter.name(), found);
        left.remove(name);
      } else if (parameter.backbone()) {
        missing.add(
            "%s (%s in place of %s)"
                .formatted(parameter.name(), found.shape(), parameter.value().shape()));
      }
    }
    missing.addAll(takeByPlace(unnamed, left, taken));
    if (!missing.isEmpty() || taken.isEmpty()) {
      throw differing(checkpoint, network, missing);
    }
    return network.with(taken);
  }

  private static boolean fits(Parameter parameter, Tensor tensor) {
    return tensor.shape().equals(parameter.value().shape())
        && tensor.type() == parameter.value().element();
  }

  /** Takes tensors in order; those parameters that are left without one. */
  private static List<String> takeByPlace(
      List<Parameter> unnamed, Map<String, Tensor> left, Map<String, Tensor> taken) {
    Iterator<Map.Entry<String, Tensor>> tensors = left.entrySet().iterator();
    List<String> missing = new ArrayList<>();
    for (Parameter parameter : unnamed) {
      boolean found = false;
      while (!found && tensors.hasNext()) {
        Map.Entry<String, Tensor> next = tensors.next();
        found =
            last(next.getKey()).equals(last(parameter.name())) && fits(parameter, next.getValue());
        if (found) {
          taken.put(parameter.name(), next.getValue());
        }
      }
      if (!found) {
        missing.add(parameter.name());
      }
    }
    return missing;
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The name under which the checkpoint has the parameter, if it names it. */
  private static String name(Map<String, Tensor> weights, Parameter parameter, String prefix) {
    String name = parameter.name();
    return !weights.containsKey(name) && name.startsWith(prefix)
        ? name.substring(prefix.length())
        : name;
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
