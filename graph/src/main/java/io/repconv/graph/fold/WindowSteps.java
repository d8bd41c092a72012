package io.repconv.graph.fold;

import io.repconv.graph.Dim;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads operators that move a window over their input as steps. */
final class WindowSteps {
  private WindowSteps() {}

  static Optional<LinearStep> convolution(Node node, Conv conv) throws NotOneConvolution {
    Tensor weight = node.input(1).constant();
    Value bias = node.input(2);
    if (weight == null
        || !(bias.isAbsent() || bias.isConstant())
        || !Steps.hasChannels(node.input(0))) {
      return Optional.empty();
    }
    List<Integer> kernel = Conv.kernel(weight.shape());
    Geometry geometry = Geometry.of(node.input(0), conv.window(), kernel);
    KernelSupport support = KernelSupport.of(weight, conv.group());
    DenseKernel dense =
        new DenseKernel(weight, bias.constant(), conv.group(), support.reach(conv.group()));
    return Optional.of(
        geometry.step(node, Rewrite.CONVOLUTION, dense, support.used(), Border.ZERO));
  }

  static Optional<LinearStep> averagePool(Node node, AveragePool pool) throws NotOneConvolution {
    Value input = node.input(0);
    if (!Steps.hasChannels(input)) {
      return Optional.empty();
    }
    Geometry geometry = Geometry.of(input, pool.window(), pool.kernel());
    boolean padded = geometry.isPadded();
    if (padded && !pool.countIncludePad()) {
      throw new NotOneConvolution(
          "average pooling leaves its padding out of the count (count_include_pad=0), so its divisor changes at the border");
    }
    if (pool.ceilMode() && !geometry.coversExactly(input, node.output())) {
      throw new NotOneConvolution(
          "average pooling with ceil_mode adds a window that hangs over the end for some sizes");
    }
    int taps = pool.kernel().stream().reduce(1, (a, b) -> a * b);
    Kernel uniform = new Kernel.PerChannel(Steps.channels(input), 1.0 / taps, taps);
    return Optional.of(
        geometry.step(node, Rewrite.AVERAGE_POOL_AS_KERNEL, uniform, null, Border.ZERO));
  }

  static Optional<LinearStep> pad(Node node, Pad pad) throws NotOneConvolution {
    Value input = node.input(0);
    Optional<int[][]> amounts = padAmounts(node);
    Value fill = node.input(2);
    if (amounts.isEmpty() || !Steps.hasChannels(input) || !(fill.isAbsent() || fill.isConstant())) {
      return Optional.empty();
    }
    Extension extension =
        switch (pad.mode()) {
          case CONSTANT -> Extension.ZERO;
          case REFLECT -> Extension.REFLECT;
          case EDGE -> Extension.EDGE;
          case WRAP -> Extension.WRAP;
        };
    Tensor number = fill.constant();
    double value = number == null || extension != Extension.ZERO ? 0 : number.item();
    double[] values = new double[Steps.channels(input)];
    Arrays.fill(values, value);
    Border border = new Border(extension, new Border.Fill(values), value != 0);
    return Optional.of(padding(List.of(node), Rewrite.PADDING, input, amounts.get(), border));
  }

  /** Moves the input by {@code amounts[0]} and adds {@code amounts[1]} positions behind it. */
  static WindowStep padding(
      List<Node> nodes, Rewrite rewrite, Value input, int[][] amounts, Border border) {
    int axes = amounts[0].length;
    int[] stride = new int[axes];
    int[] span = new int[axes];
    int[] tap = new int[axes];
    for (int axis = 0; axis < axes; axis++) {
      stride[axis] = 1;
      span[axis] = amounts[0][axis] + amounts[1][axis] - 1;
      tap[axis] = -amounts[0][axis];
    }
    Kernel moved = new Kernel.PerChannel(Steps.channels(input), 1, 1);
    Offsets support = Offsets.of(axes, new int[][] {tap}).orElseThrow();
    return new WindowStep(
        nodes, rewrite, input, moved, stride, span, List.of(tap), support, border);
  }

  /**
   * Pads before and behind each spatial axis, where they are numbers and neither batch nor channels
   * are padded.
   */
  private static Optional<int[][]> padAmounts(Node node) {
    List<Dim> pads = node.input(1).integers();
    int rank = node.input(0).shape().isRanked() ? node.input(0).shape().rank() : 0;
    if (pads == null || rank < 3 || !pads.stream().allMatch(Dim::isConstant)) {
      return Optional.empty();
    }
    List<Dim> axes = node.input(3).integers();
    if (axes == null && !node.input(3).isAbsent()) {
      return Optional.empty();
    }
    int count = pads.size() / 2;
    int[][] amounts = new int[2][rank - 2];
    for (int i = 0; i < count; i++) {
      long axis = axes == null ? i : axes.get(i).value();
      int spatial = (int) (axis < 0 ? axis + rank : axis) - 2;
      long before = pads.get(i).value();
      long behind = pads.get(i + count).value();
      if ((spatial < 0 && (before != 0 || behind != 0))
          || Math.abs(before) > 1 << 16
          || Math.abs(behind) > 1 << 16) {
        return Optional.empty();
      }
      if (spatial >= 0) {
        amounts[0][spatial] = (int) before;
        amounts[1][spatial] = (int) behind;
      }
    }
    return Optional.of(amounts);
  }

  /** A slice along spatial axes: offsets move by its start, its step is a stride. */
  static Optional<LinearStep> crop(Node node) {
    Value input = node.input(0);
    Optional<List<SliceRange>> ranges = SliceRange.all(node);
    if (ranges.isEmpty() || !Steps.hasChannels(input)) {
      return Optional.empty();
    }
    int axes = input.shape().rank() - 2;
    int[] stride = new int[axes];
    int[] span = new int[axes];
    int[] tap = new int[axes];
    Arrays.fill(stride, 1);
    Arrays.fill(span, -1);
    for (SliceRange range : ranges.get()) {
      int axis = range.axis() - 2;
      if (axis < 0) {
        return Optional.empty();
      }
      Dim size = input.shape().dim(range.axis());
      long start = range.start();
      long end = range.end();
      if (size.isConstant()) {
        start = Math.min(range.startOf(size.value()), size.value());
        end = end < 0 ? end : Math.min(end, size.value()) - size.value();
      } else {
        end = end > Integer.MAX_VALUE - 2L ? 0 : end < 0 ? end : 1;
      }
      if (start < 0 || end > 0 || start > 1 << 16 || end < -(1 << 16)) {
        return Optional.empty();
      }
      stride[axis] = range.step();
      tap[axis] = (int) start;
      span[axis] = (int) (end - start - 1);
    }
    Kernel taken = new Kernel.PerChannel(Steps.channels(input), 1, 1);
    Offsets support = Offsets.of(axes, new int[][] {tap}).orElseThrow();
    return Optional.of(
        new WindowStep(
            List.of(node),
            Rewrite.CROP,
            input,
            taken,
            stride,
            span,
            List.of(tap),
            support,
            Border.ZERO));
  }

  /** Strides, taps and pads of a convolution or pooling as numbers. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Geometry(Value input, int[] stride, int[] before, int[] span, List<int[]> taps) {

    static Geometry of(Value input, Window window, List<Integer> kernel) throws NotOneConvolution {
      int axes = kernel.size();
      Window full = window.forAxes(axes);
      int[] stride = new int[axes];
      int[] before = new int[axes];
      int[] span = new int[axes];
      for (int axis = 0; axis < axes; axis++) {
        int effective = full.dilations().get(axis) * (kernel.get(axis) - 1) + 1;
        int[] pads = pads(full, axis, effective, input.shape().dim(axis + 2), kernel.get(axis));
        stride[axis] = full.strides().get(axis);
        before[axis] = pads[0];
        span[axis] = pads[0] + pads[1] - effective;
      }
      return new Geometry(input, stride, before, span, taps(full, kernel, before));
    }

    private static int[] pads(Window window, int axis, int effective, Dim size, int kernel)
        throws NotOneConvolution {
      if (window.autoPad() == Window.AutoPad.NOTSET) {
        return new int[] {window.padsBegin().get(axis), window.padsEnd().get(axis)};
      }
      if (window.strides().get(axis) == 1) {
        // ceil(H / 1) outputs need effective - 1 positions of padding, whatever H is.
        return window.padsFor(axis, effective, kernel);
      }
      if (size.isConstant()) {
        return window.padsFor(axis, size.value(), kernel);
      }
      throw new NotOneConvolution(
          "auto_pad=%s with stride %d pads differently for different sizes"
              .formatted(window.autoPad(), window.strides().get(axis)));
    }

    private static List<int[]> taps(Window window, List<Integer> kernel, int[] before) {
      int count = kernel.stream().reduce(1, Math::multiplyExact);
      List<int[]> taps = new ArrayList<>(count);
      for (int tap = 0; tap < count; tap++) {
        int[] offset = new int[before.length];
        int rest = tap;
        for (int axis = before.length - 1; axis >= 0; axis--) {
          offset[axis] = rest % kernel.get(axis) * window.dilations().get(axis) - before[axis];
          rest /= kernel.get(axis);
        }
        taps.add(offset);
      }
      return taps;
    }

    boolean isPadded() {
      for (int axis = 0; axis < before.length; axis++) {
        int first = before[axis];
        int last = taps.get(taps.size() - 1)[axis];
        if (first > 0 || span[axis] + last + 1 > 0) {
          return true;
        }
      }
      return false;
    }

    /** Whether rounding down gives the output's sizes as well. */
    boolean coversExactly(Value from, Value to) {
      for (int axis = 0; axis < stride.length; axis++) {
        Dim floor = from.shape().dim(axis + 2).plus(span[axis]).floorDiv(stride[axis]).plus(1);
        if (!floor.equals(to.shape().dim(axis + 2))) {
          return false;
        }
      }
      return true;
    }

    /**
     * @param used which taps are not zero throughout, null for all
     */
    WindowStep step(
        Node node,
        Rewrite rewrite,
        Kernel kernel,
        boolean @org.jspecify.annotations.Nullable [] used,
        Border border)
        throws NotOneConvolution {
      List<int[]> kept = new ArrayList<>();
      for (int tap = 0; tap < taps.size(); tap++) {
        if (used == null || used[tap]) {
          kept.add(taps.get(tap));
        }
      }
      Offsets support =
          Offsets.of(stride.length, kept.toArray(new int[0][])).orElseThrow(Branches::tooLarge);
      return new WindowStep(
          List.of(node), rewrite, input, kernel, stride, span, taps, support, border);
    }
  }
}
