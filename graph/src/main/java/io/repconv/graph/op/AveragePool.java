package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.Arrays;
import java.util.List;

/**
 * The mean of the elements under a window, channel by channel.
 *
 * @param kernel the window's spatial sizes
 * @param ceilMode whether a window that the end of the input cuts off counts
 * @param countIncludePad whether padding counts as zeros, and not as nothing. What a cut-off window
 *     has behind the padding never counts.
 */
public record AveragePool(
    Window window, List<Integer> kernel, boolean ceilMode, boolean countIncludePad) implements Op {
  @Override
  public String name() {
    return "AveragePool";
  }

  @Override
  public Attributes attributes() {
    Attributes all = Pooling.attributes(window, kernel, ceilMode);
    return countIncludePad ? all.with("count_include_pad", 1L) : all;
  }

  static AveragePool parse(Attributes attributes) {
    return new AveragePool(
        Window.parse(attributes),
        Pooling.kernel(attributes),
        attributes.flag("ceil_mode", false),
        attributes.flag("count_include_pad", false));
  }

  /**
   * Whether {@code ceil_mode} counts a window that is cut off, for some size of the input; without,
   * rounding down means the same.
   */
  public boolean addsWindow(Shape input) {
    return ceilMode && (!input.isRanked() || window.addsWindow(input, kernel));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    return Pooling.infer(inputs, window, kernel, ceilMode);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    double[] values = x.doubles();
    WindowWalk walk = Pooling.walk(x, window, kernel, ceilMode);
    int positions = walk.outputPositions();
    double[] counts = counts(x, walk);
    int planes = Math.toIntExact(x.dim(0) * x.dim(1));
    double[] y = new double[Math.multiplyExact(planes, positions)];
    for (int plane = 0; plane < planes; plane++) {
      int from = plane * walk.inputPositions();
      for (int tap = 0; tap < walk.taps(); tap++) {
        walk.addTap(tap, 1, values, from, y, plane * positions);
      }
      for (int p = 0; p < positions; p++) {
        y[plane * positions + p] /= counts[p];
      }
    }
    return List.of(Tensor.of(x.type(), Pooling.dims(x, window, kernel, ceilMode), y));
  }

  /** How many elements count at each position. */
  private double[] counts(Tensor x, WindowWalk walk) {
    if (!countIncludePad) {
      double[] ones = new double[walk.inputPositions()];
      Arrays.fill(ones, 1);
      double[] counts = new double[walk.outputPositions()];
      for (int tap = 0; tap < walk.taps(); tap++) {
        walk.addTap(tap, 1, ones, 0, counts, 0);
      }
      return counts;
    }
    double[] counts = {1};
    Window full = window.forAxes(kernel.size());
    List<Dim> sizes = window.outputSizes(x.shape(), kernel, ceilMode);
    for (int axis = 0; axis < kernel.size(); axis++) {
      long size = x.dim(axis + 2);
      int[] pads = full.padsFor(axis, size, kernel.get(axis));
      double[] more = new double[Math.toIntExact(counts.length * sizes.get(axis).value())];
      int to = 0;
      for (double count : counts) {
        for (int p = 0; p < sizes.get(axis).value(); p++) {
          long start = (long) p * full.strides().get(axis) - pads[0];
          long room = size + pads[1] - start + full.dilations().get(axis) - 1;
          more[to++] = count * Math.min(kernel.get(axis), room / full.dilations().get(axis));
        }
      }
      counts = more;
    }
    return counts;
  }
}
