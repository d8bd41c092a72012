package io.repconv.converter.training;

import io.repconv.graph.NearestName;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.zoo.Architecture;
import io.repconv.runtime.zoo.Architectures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The network: {@code arch}.
 *
 * @param type the architecture's name
 * @param freezeBatchNorm whether norms keep their running statistics, weights and biases
 * @param freezeBackbone whether the backbone's weights stay as they are
 * @param settings the architecture's settings that are given
 */
public record ArchConfig(
    String type, boolean freezeBatchNorm, boolean freezeBackbone, Map<String, String> settings) {
  public ArchConfig {
    settings = Map.copyOf(settings);
  }

  static ArchConfig read(Keys keys) {
    keys.require("type");
    String type = keys.text("type").orElse("");
    Keys args = keys.object("args");
    boolean freezeBatchNorm = args.flag("freeze_bn").orElse(false);
    boolean freezeBackbone = args.flag("freeze_backbone").orElse(false);
    Map<String, String> settings = new LinkedHashMap<>();
    Optional<Architecture> architecture = architecture(type);
    if (architecture.isPresent()) {
      for (String name : architecture.get().defaults().keySet()) {
        args.scalar(name).ifPresent(value -> settings.put(name, value));
      }
      args.end();
    } else if (!type.isEmpty()) {
      List<String> names = Architectures.names();
      keys.problem(
          "type",
          "no architecture '" + type + "' is built in",
          "one of " + String.join(", ", names),
          NearestName.of(type, names).map("Did you mean %s?"::formatted).orElse(""));
    }
    keys.end();
    return new ArchConfig(
        architecture.map(Architecture::name).orElse(type),
        freezeBatchNorm,
        freezeBackbone,
        settings);
  }

  private static Optional<Architecture> architecture(String type) {
    try {
      return Optional.of(Architectures.named(type));
    } catch (RepconvException e) {
      return Optional.empty();
    }
  }
}
