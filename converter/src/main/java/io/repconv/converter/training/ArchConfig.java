package io.repconv.converter.training;

import io.repconv.graph.NearestName;
import io.repconv.runtime.zoo.Architectures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    List<String> names = Architectures.names();
    if (names.contains(type)) {
      Set<String> known = Architectures.named(type).defaults().keySet();
      for (String name : known) {
        args.scalar(name).ifPresent(value -> settings.put(name, value));
      }
      args.end();
    } else if (!type.isEmpty()) {
      keys.problem(
          "type", "'" + type + "'", "one of " + String.join(", ", names), nearest(type, names));
    }
    keys.end();
    return new ArchConfig(type, freezeBatchNorm, freezeBackbone, settings);
  }

  private static String nearest(String name, List<String> known) {
    return NearestName.of(name, new ArrayList<>(known))
        .map("Did you mean %s?"::formatted)
        .orElse("");
  }
}
