package io.repconv.converter.checkpoint;

import io.repconv.runtime.zoo.Architecture;
import io.repconv.runtime.zoo.Architectures;
import io.repconv.runtime.zoo.Network;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** An architecture with settings, {@code NAME:key=value,…}, that can be tried and changed. */
record Description(Architecture architecture, Map<String, String> settings) {
  Description {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** The parts of a text from which {@link Architectures#build} made a network. */
  static Description of(String text) {
    int colon = text.indexOf(':');
    Map<String, String> settings = new LinkedHashMap<>();
    if (colon >= 0) {
      for (String pair : text.substring(colon + 1).split(",", -1)) {
        int equals = pair.indexOf('=');
        settings.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
    }
    String name = colon < 0 ? text : text.substring(0, colon);
    return new Description(Architectures.named(name), settings);
  }

  /** Another architecture with those of the settings that it has. */
  Description as(Architecture other) {
    Map<String, String> kept = new LinkedHashMap<>(settings);
    kept.keySet().retainAll(other.defaults().keySet());
    return new Description(other, kept);
  }

  Description with(String key, long value) {
    Map<String, String> changed = new LinkedHashMap<>(settings);
    changed.put(key, String.valueOf(value));
    return new Description(architecture, changed);
  }

  /** What a setting is, empty where the architecture has none of this name. */
  String setting(String key) {
    return settings.getOrDefault(key, architecture.defaults().getOrDefault(key, ""));
  }

  /** The network with weights that do not matter. */
  Network build() {
    return architecture.build(settings, 0);
  }

  @Override
  public String toString() {
    String list =
        settings.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(","));
    return architecture.name() + (list.isEmpty() ? "" : ":" + list);
  }
}
