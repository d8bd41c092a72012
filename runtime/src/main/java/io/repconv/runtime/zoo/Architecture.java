package io.repconv.runtime.zoo;

import java.util.Map;

/**
 * A family member that can be built by name.
 *
 * @param name as its authors write it
 * @param defaults its settings with the values they have where nothing is given
 * @param maker the network of these settings
 */
public record Architecture(String name, Map<String, String> defaults, Maker maker) {
  /** Makes a network. */
  @FunctionalInterface
  public interface Maker {
    /**
     * The network of these settings.
     *
     * @param seed what the initial weights are drawn from
     */
    Network make(Settings settings, long seed);
  }

  /**
   * The network.
   *
   * @throws io.repconv.graph.RepconvException UNKNOWN_ARCHITECTURE where a setting is unknown or
   *     has a value it cannot have
   */
  public Network build(Map<String, String> given, long seed) {
    return maker.make(new Settings(name, defaults, given), seed);
  }
}
