package io.repconv.graph.pass;

import io.repconv.graph.Dim;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import io.repconv.graph.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A pooling's window with the pads of a {@code Pad} before it. */
final class PaddedWindow {
  private PaddedWindow() {}

  /**
   * Null where a pooling cannot have the pads: they are not known, negative, as large as the
   * kernel, or of other axes than the spatial ones; or where the pooling chooses its own.
   */
  static @Nullable Window of(Window own, List<Integer> kernel, Node pad) {
    int axes = kernel.size();
    Window window = own.forAxes(axes);
    int[] pads = spatialPads(pad, axes);
    if (pads == null || window.autoPad() != Window.AutoPad.NOTSET) {
      return null;
    }
    List<Integer> begin = new ArrayList<>();
    List<Integer> end = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      begin.add(window.padsBegin().get(axis) + pads[axis]);
      end.add(window.padsEnd().get(axis) + pads[axis + axes]);
      int covered = window.dilations().get(axis) * (kernel.get(axis) - 1) + 1;
      if (Math.max(begin.get(axis), end.get(axis)) >= covered) {
        return null;
      }
    }
    return new Window(window.strides(), window.dilations(), begin, end, window.autoPad());
  }

  /** The pads before and then those behind the spatial axes, null where others are padded too. */
  private static int @Nullable [] spatialPads(Node pad, int axes) {
    List<Dim> pads = pad.input(1).integers();
    int rank = axes + 2;
    int[] named = axes(pad.input(3), rank);
    if (pads == null || named == null || pads.size() != 2 * named.length) {
      return null;
    }
    int[] spatial = new int[2 * axes];
    for (int i = 0; i < pads.size(); i++) {
      int axis = named[i % named.length] - 2;
      Dim amount = pads.get(i);
      if (!amount.isConstant() || amount.value() < 0 || (axis < 0 && !amount.is(0))) {
        return null;
      }
      if (axis >= 0) {
        spatial[axis + (i < named.length ? 0 : axes)] = Math.toIntExact(amount.value());
      }
    }
    return spatial;
  }

  private static int @Nullable [] axes(Value given, int rank) {
    if (given.isAbsent()) {
      return IntStream.range(0, rank).toArray();
    }
    List<Dim> axes = given.integers();
    return axes != null && axes.stream().allMatch(Dim::isConstant)
        ? axes.stream().mapToInt(axis -> (int) Math.floorMod(axis.value(), (long) rank)).toArray()
        : null;
  }
}
