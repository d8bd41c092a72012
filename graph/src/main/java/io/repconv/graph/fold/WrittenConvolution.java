package io.repconv.graph.fold;

import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A region as one Conv: the bounding box of its offsets, the largest dilation that meets them all,
 * pads from the box and the domain, the finest groups that lose nothing. The weight's rows are
 * computed when they are read, in double.
 *
 * @param bias null where it is zero throughout
 */
record WrittenConvolution(Conv op, Tensor weight, @Nullable Tensor bias, Magnitudes magnitudes) {

  static WrittenConvolution of(Region region, Steps steps, ForwardSums sums) {
    Form form = region.form();
    int axes = form.axes();
    int groups = form.reach().groups();
    List<Integer> strides = new ArrayList<>();
    List<Integer> dilations = new ArrayList<>();
    List<Integer> begins = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    int[][] pads = pads(form);
    long[] dims = new long[axes + 2];
    dims[0] = form.reach().outputs();
    dims[1] = form.reach().inputs() / groups;
    for (int axis = 0; axis < axes; axis++) {
      Form.Extent extent = form.extent(axis);
      strides.add(form.stride()[axis]);
      dilations.add(extent.step());
      begins.add(pads[0][axis]);
      ends.add(pads[1][axis]);
      dims[axis + 2] = extent.taps();
    }
    if (form.extension().isPadNode()) {
      begins.replaceAll(pad -> 0);
      ends.replaceAll(pad -> 0);
    }
    Window window = new Window(strides, dilations, begins, ends, Window.AutoPad.NOTSET);
    ElementType type = region.exit().element();
    Tensor weight = weight(type, dims, new KernelRows(region, steps, false), groups);
    Tensor magnitude =
        weight(ElementType.DOUBLE, dims, new KernelRows(region, steps, true), groups);
    double[] bias = sums.bias(region.exit(), region.base());
    boolean zero = Arrays.stream(bias).allMatch(b -> b == 0);
    return new WrittenConvolution(
        new Conv(window, groups),
        weight,
        zero ? null : Tensor.of(type, new long[] {bias.length}, bias),
        new Magnitudes(magnitude, biasMagnitude(region, sums)));
  }

  private static Tensor weight(ElementType type, long[] dims, KernelRows rows, int groups) {
    return Tensor.deferred(type, dims, (from, to) -> rows.rows(from, to, groups));
  }

  private static Tensor biasMagnitude(Region region, ForwardSums sums) {
    return Tensor.deferred(
        ElementType.DOUBLE,
        new long[] {region.form().reach().outputs()},
        (from, to) ->
            Arrays.copyOfRange(sums.biasMagnitude(region.exit(), region.base()), from, to));
  }

  /**
   * Pads before and behind each spatial axis:
   *
   * <pre>
   * floor((H + before + behind - (last - first) - 1) / s) + 1 = floor((H + span) / s) + 1
   * </pre>
   */
  static int[][] pads(Form form) {
    int[][] pads = new int[2][form.axes()];
    for (int axis = 0; axis < form.axes(); axis++) {
      Form.Extent extent = form.extent(axis);
      pads[0][axis] = -extent.first();
      pads[1][axis] = form.span()[axis] + extent.last() + 1;
    }
    return pads;
  }
}
