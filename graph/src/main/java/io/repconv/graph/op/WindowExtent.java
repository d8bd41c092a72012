package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a window of a convolution or pooling spans, one entry a spatial axis. Where the node leaves
 * the padding to {@code auto_pad} the pads are zero here.
 *
 * @param kernel the effective kernel d*(k - 1) + 1
 */
public record WindowExtent(
    List<Long> kernel, List<Long> strides, List<Long> padsBegin, List<Long> padsEnd) {

  /** The window of a node; empty where it has none, or a kernel that is not constant. */
  public static Optional<WindowExtent> of(Node node) {
    Attributes attributes = node.op().attributes();
    List<Long> kernel = attributes.integers("kernel_shape", List.of());
    boolean convolves = node.op().name().startsWith("Conv");
    if (convolves && node.input(1).shape().isStatic()) {
      kernel = node.input(1).shape().dims().stream().skip(2).map(d -> d.value()).toList();
    }
    if (kernel.isEmpty()) {
      return Optional.empty();
    }
    int axes = kernel.size();
    List<Long> dilations = filled(attributes.integers("dilations", List.of()), axes, 1);
    List<Long> effective = new ArrayList<>();
    for (int i = 0; i < axes; i++) {
      effective.add(dilations.get(i) * (kernel.get(i) - 1) + 1);
    }
    List<Long> pads = filled(attributes.integers("pads", List.of()), 2 * axes, 0);
    return Optional.of(
        new WindowExtent(
            Collections.unmodifiableList(effective),
            filled(attributes.integers("strides", List.of()), axes, 1),
            pads.subList(0, axes),
            pads.subList(axes, 2 * axes)));
  }

  private static List<Long> filled(List<Long> given, int count, long value) {
    return given.size() == count ? given : Collections.nCopies(count, value);
  }

  public int axes() {
    return kernel.size();
  }

  /** Whether some position of the window along an axis of this size reads no padding. */
  public boolean hasInterior(int axis, long size) {
    long stride = strides.get(axis);
    long begin = padsBegin.get(axis);
    long first = Math.floorMod(-begin, stride);
    return first + kernel.get(axis) <= size;
  }
}
