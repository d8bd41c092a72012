package io.repconv.graph.fold.family;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One path from where a block begins to where its branches are joined.
 *
 * @param layers in the order in which they are applied; none for the input itself
 * @param subtracted whether it is subtracted from the others
 */
public record Branch(List<Layer> layers, boolean subtracted) {
  /** Its convolutions and poolings. */
  List<Layer> windows() {
    return layers.stream().filter(Layer::isWindow).toList();
  }

  /** Positions of the input between two of the output, along each axis. */
  List<Integer> stride() {
    List<Integer> stride = new ArrayList<>();
    for (Layer window : windows()) {
      for (int axis = 0; axis < window.stride().size(); axis++) {
        if (axis == stride.size()) {
          stride.add(1);
        }
        stride.set(axis, stride.get(axis) * window.stride().get(axis));
      }
    }
    return stride.stream().allMatch(s -> s == 1) ? List.of() : stride;
  }

  /** {@code 1x1 BN border 3x3 BN}, {@code identity}, {@code -(identity BN)}. */
  @Override
  public String toString() {
    String text = layers.stream().map(Layer::toString).collect(Collectors.joining(" "));
    if (windows().isEmpty()) {
      text = ("identity " + text).strip();
    }
    return subtracted ? "-(" + text + ")" : text;
  }
}
