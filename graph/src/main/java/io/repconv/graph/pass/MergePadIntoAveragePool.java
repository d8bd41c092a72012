package io.repconv.graph.pass;

import io.repconv.graph.Dim;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Zeros put around the input of an average pooling are padding that counts.
 *
 * <pre>
 * AveragePool(Pad(x, q), pads p)  =>  AveragePool(x, pads p + q, count_include_pad)
 * </pre>
 *
 * <p>Not where the pooling has pads of its own that do not count, rounds its size up, or would have
 * pads as large as its kernel.
 */
public final class MergePadIntoAveragePool {
  private MergePadIntoAveragePool() {}

  public static Graph apply(Graph graph) {
    return Rewriting.apply(graph, MergePadIntoAveragePool::replacement);
  }

  private static Rewriting.@Nullable Replacement replacement(Node node, Rewriting graph) {
    if (!(node.op() instanceof AveragePool pool) || pool.ceilMode()) {
      return null;
    }
    Node pad = graph.onlyFor(node.input(0));
    if (pad == null || !isZeroPad(pad)) {
      return null;
    }
    Window window = merged(pool, pad);
    if (window == null) {
      return null;
    }
    AveragePool op = new AveragePool(window, pool.kernel(), false, true);
    return new Rewriting.Replacement(op, List.of(pad.input(0)), List.of(pad, node));
  }

  private static boolean isZeroPad(Node node) {
    return node.op() instanceof Pad pad
        && pad.mode() == Pad.Mode.CONSTANT
        && (node.input(2).isAbsent() || Scalars.is(node.input(2), 0));
  }

  private static @Nullable Window merged(AveragePool pool, Node pad) {
    int axes = pool.kernel().size();
    Window window = pool.window().forAxes(axes);
    int[] pads = spatialPads(pad, axes);
    boolean own =
        window.padsBegin().stream().anyMatch(p -> p != 0)
            || window.padsEnd().stream().anyMatch(p -> p != 0);
    boolean uncounted = own && !pool.countIncludePad();
    if (pads == null || uncounted || window.autoPad() != Window.AutoPad.NOTSET) {
      return null;
    }
    List<Integer> begin = new ArrayList<>();
    List<Integer> end = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      begin.add(window.padsBegin().get(axis) + pads[axis]);
      end.add(window.padsEnd().get(axis) + pads[axis + axes]);
      int covered = window.dilations().get(axis) * (pool.kernel().get(axis) - 1) + 1;
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
