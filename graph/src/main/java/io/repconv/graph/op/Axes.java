package io.repconv.graph.op;

import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Axes as ONNX gives them: negative ones count from the end. */
final class Axes {
  private Axes() {}

  /** An axis of a tensor of this rank, from 0. */
  static int of(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new ShapeError(
          "axis " + axis + " of a tensor of rank " + rank,
          rank == 0 ? "no axis" : "an axis from " + -rank + " to " + (rank - 1));
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** Different axes of a tensor of this rank, in the order given. */
  static int[] of(long[] axes, int rank) {
    int[] all = new int[axes.length];
    boolean[] seen = new boolean[rank];
    for (int i = 0; i < axes.length; i++) {
      all[i] = of(axes[i], rank);
      if (seen[all[i]]) {
        throw new ShapeError("axes " + Arrays.toString(axes), "each axis once");
      }
      seen[all[i]] = true;
    }
    return all;
  }

  static int[] all(int rank) {
    return IntStream.range(0, rank).toArray();
  }

  /** The axes that an optional input names, all of them where it is absent or empty. */
  static int[] of(Tensor axes, int rank) {
    return axes.isAbsent() || axes.size() == 0 ? all(rank) : of(axes.longs(), rank);
  }

  /** The same before the graph runs; null where the input is not known yet. */
  static int @Nullable [] of(Value axes, int rank) {
    if (axes.isAbsent()) {
      return all(rank);
    }
    Inputs.requireIntegers(axes, "axes");
    long[] known = Content.numbers(axes);
    if (known == null) {
      return null;
    }
    return known.length == 0 ? all(rank) : of(known, rank);
  }

  static boolean contains(int[] axes, int axis) {
    return Arrays.stream(axes).anyMatch(a -> a == axis);
  }
}
