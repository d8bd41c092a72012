package io.repconv.runtime.zoo;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.NearestName;
import io.repconv.graph.RepconvException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every architecture that is built in. */
public final class Architectures {
  private static final List<Architecture> ALL = all();

  private Architectures() {}

  private static List<Architecture> all() {
    List<Architecture> all = new ArrayList<>();
    all.addAll(ResNet.architectures());
    all.addAll(DenseNet.architectures());
    all.addAll(RepVgg.architectures());
    all.addAll(MobileOne.architectures());
    all.addAll(SegmentationNetworks.architectures());
    return List.copyOf(all);
  }

  public static List<String> names() {
    return ALL.stream().map(Architecture::name).toList();
  }

  /**
   * The architecture of a name, ignoring case, space, {@code -} and {@code _}.
   *
   * @throws RepconvException UNKNOWN_ARCHITECTURE
   */
  public static Architecture named(String name) {
    return ALL.stream()
        .filter(known -> Settings.plain(known.name()).equals(Settings.plain(name)))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  /**
   * The network that {@code NAME[:key=value,…]} describes.
   *
   * @throws RepconvException UNKNOWN_ARCHITECTURE
   */
  public static Network build(String description, long seed) {
    int colon = description.indexOf(':');
    String name = colon < 0 ? description : description.substring(0, colon);
    Map<String, String> settings = new LinkedHashMap<>();
    if (colon >= 0) {
      for (String pair : description.substring(colon + 1).split(",", -1)) {
        int equals = pair.indexOf('=');
        if (equals <= 0) {
          throw RepconvException.of(ErrorCode.UNKNOWN_ARCHITECTURE)
              .at(description)
              .observed("the setting '" + pair + "'")
              .expected("NAME:key=value,key=value,...")
              .build();
        }
        settings.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
    }
    return named(name).build(settings, seed);
  }

  private static RepconvException unknown(String name) {
    String fix = NearestName.of(name, names()).map("Did you mean %s?"::formatted).orElse("");
    return RepconvException.of(ErrorCode.UNKNOWN_ARCHITECTURE)
        .at(name)
        .observed("no architecture of this name is built in")
        .expected("one of " + String.join(", ", names()))
        .fix(fix)
        .build();
  }
}
