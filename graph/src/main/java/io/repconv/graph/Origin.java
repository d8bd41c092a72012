package io.repconv.graph;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a node came from: the places in the source model (module paths such as {@code
 * stage1.0.dense}, or names of ONNX nodes) that it stands for. A node made by a rewrite has the
 * places of all nodes it replaces.
 */
public record Origin(List<String> places) {
  public static final Origin UNKNOWN = new Origin(List.of());

  public static Origin of(String place) {
    return place.isEmpty() ? UNKNOWN : new Origin(List.of(place));
  }

  public static Origin merge(Iterable<Origin> origins) {
    Set<String> places = new LinkedHashSet<>();
    origins.forEach(origin -> places.addAll(origin.places()));
    return new Origin(List.copyOf(places));
  }

  /**
   * The longest dotted path that contains every place: {@code stage1.0} for {@code stage1.0.dense,
   * stage1.0.bn}.
   */
  public String scope() {
    if (places.isEmpty()) {
      return "";
    }
    String common = places.get(0);
    for (String place : places) {
      while (!(place + ".").startsWith(common + ".") && !common.isEmpty()) {
        common = common.substring(0, Math.max(0, common.lastIndexOf('.')));
      }
    }
    return common;
  }

  @Override
  public String toString() {
    return String.join(", ", places);
  }
}
