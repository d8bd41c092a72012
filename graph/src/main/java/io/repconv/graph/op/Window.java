package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How a window moves over the spatial axes of an {@code [N, C, D1, …]} tensor. Lists have one entry
 * a spatial axis; they are empty where an ONNX node leaves them to their default and {@link
 * #forAxes} fills them in.
 *
 * <p>Along an axis of size H, with effective kernel e = d*(k - 1) + 1:
 *
 * <pre>
 * H_out = floor((H + begin + end - e) / s) + 1      (ceil instead of floor where asked for)
 * H_out = ceil(H / s)                               (auto_pad SAME)
 * </pre>
 *
 * @param padsBegin zeros (or nothing, for pooling) before the first element of each axis
 * @param padsEnd the same behind the last
 */
public record Window(
    List<Integer> strides,
    List<Integer> dilations,
    List<Integer> padsBegin,
    List<Integer> padsEnd,
    AutoPad autoPad) {

  /** Who decides the padding. */
  public enum AutoPad {
    /** The explicit pads. */
    NOTSET,
    /** As much that H_out = ceil(H / s), the odd one at the end. */
    SAME_UPPER,
    /** As much that H_out = ceil(H / s), the odd one at the beginning. */
    SAME_LOWER
  }

  /** Stride 1, dilation 1, no padding. */
  public static final Window UNIT =
      new Window(List.of(), List.of(), List.of(), List.of(), AutoPad.NOTSET);

  /** Explicit pads; {@code pads} as ONNX orders them: all beginnings, then all ends. */
  public static Window of(List<Integer> strides, List<Integer> dilations, List<Integer> pads) {
    int axes = pads.size() / 2;
    return new Window(
        List.copyOf(strides),
        List.copyOf(dilations),
        List.copyOf(pads.subList(0, axes)),
        List.copyOf(pads.subList(axes, pads.size())),
        AutoPad.NOTSET);
  }

  static Window parse(Attributes attributes) {
    Window explicit =
        of(ints(attributes, "strides"), ints(attributes, "dilations"), ints(attributes, "pads"));
    String auto = attributes.text("auto_pad", "NOTSET");
    AutoPad autoPad =
        switch (auto) {
          case "NOTSET", "VALID" -> AutoPad.NOTSET;
          case "SAME_UPPER" -> AutoPad.SAME_UPPER;
          case "SAME_LOWER" -> AutoPad.SAME_LOWER;
          default -> throw new IllegalArgumentException("attribute 'auto_pad' is '" + auto + "'");
        };
    return new Window(
        explicit.strides, explicit.dilations, explicit.padsBegin, explicit.padsEnd, autoPad);
  }

  static List<Integer> ints(Attributes attributes, String name) {
    return attributes.integers(name, List.of()).stream().map(Math::toIntExact).toList();
  }

  static List<Long> longs(List<Integer> values) {
    return values.stream().map(Integer::longValue).toList();
  }

  Attributes addTo(Attributes attributes) {
    Attributes all = attributes;
    if (autoPad != AutoPad.NOTSET) {
      all = all.with("auto_pad", autoPad.name());
    } else if (!padsBegin.isEmpty()) {
      List<Integer> pads = new ArrayList<>(padsBegin);
      pads.addAll(padsEnd);
      all = all.with("pads", longs(pads));
    }
    all = strides.isEmpty() ? all : all.with("strides", longs(strides));
    return dilations.isEmpty() ? all : all.with("dilations", longs(dilations));
  }

  /** The same window with every default written out. */
  public Window forAxes(int axes) {
    return new Window(
        filled(strides, axes, 1),
        filled(dilations, axes, 1),
        filled(padsBegin, axes, 0),
        filled(padsEnd, axes, 0),
        autoPad);
  }

  private static List<Integer> filled(List<Integer> given, int axes, int value) {
    List<Integer> all = given.isEmpty() ? Collections.nCopies(axes, value) : given;
    if (all.size() != axes) {
      throw new ShapeError("a window over " + all.size() + " axes", axes + " spatial axes");
    }
    return all;
  }

  /** The spatial sizes of the output. */
  List<Dim> outputSizes(Shape input, List<Integer> kernel, boolean ceil) {
    int axes = kernel.size();
    if (!input.hasRank(axes + 2)) {
      throw new ShapeError(
          "input of shape " + input, "rank " + (axes + 2) + " for a kernel over " + axes + " axes");
    }
    Window full = forAxes(axes);
    List<Dim> sizes = new ArrayList<>();
    for (int i = 0; i < axes; i++) {
      sizes.add(full.outputSize(input.dim(i + 2), kernel, i, ceil));
    }
    return sizes;
  }

  private Dim outputSize(Dim size, List<Integer> kernels, int axis, boolean ceil) {
    int stride = strides.get(axis);
    if (stride <= 0 || dilations.get(axis) <= 0) {
      throw new ShapeError(
          "stride %d, dilation %d".formatted(stride, dilations.get(axis)), "positive numbers");
    }
    if (autoPad != AutoPad.NOTSET) {
      return size.ceilDiv(stride);
    }
    Dim span = (ceil ? covering(kernels) : this).span(size, kernels.get(axis), axis);
    if (span.isConstant() && span.value() < 0) {
      throw new ShapeError(
          "a kernel of %d over a padded size of %s"
              .formatted(
                  effective(kernels.get(axis), axis),
                  size.plus(padsBegin.get(axis) + padsEnd.get(axis))),
          "a kernel that fits");
    }
    return span.floorDiv(stride).plus(1);
  }

  private int effective(int kernel, int axis) {
    return dilations.get(axis) * (kernel - 1) + 1;
  }

  /** How far the first window can move, as one that fits. */
  private Dim span(Dim size, int kernel, int axis) {
    return size.plus(padsBegin.get(axis) + padsEnd.get(axis) - effective(kernel, axis));
  }

  /**
   * The same window with room at the end for every window that rounding up counts: rounding down
   * then counts as many, whatever the size.
   *
   * <p>Rounding up leaves out a window that would start in the padding behind the input, as PyTorch
   * does and ONNX since opset 22. So along an axis of size H, padded by b and p, the windows that
   * count are those that start before H + b and end before H + b + p + s:
   *
   * <pre>
   * min(ceil((H + b + p - e) / s) + 1, ceil((H + b) / s)) = floor((H + b + q - e) / s) + 1
   *     with q = min(p + s, e) - 1
   * </pre>
   */
  public Window covering(List<Integer> kernel) {
    Window full = forAxes(kernel.size());
    List<Integer> ends = new ArrayList<>();
    for (int axis = 0; axis < kernel.size(); axis++) {
      int reach = full.padsEnd.get(axis) + full.strides.get(axis);
      ends.add(Math.min(reach, full.effective(kernel.get(axis), axis)) - 1);
    }
    return new Window(full.strides, full.dilations, full.padsBegin, ends, autoPad);
  }

  /** Whether rounding up counts a window more for some size of the input. */
  boolean addsWindow(Shape input, List<Integer> kernel) {
    if (autoPad != AutoPad.NOTSET) {
      return false;
    }
    Window full = forAxes(kernel.size());
    Window covering = covering(kernel);
    for (int axis = 0; axis < kernel.size(); axis++) {
      int stride = full.strides.get(axis);
      int size = kernel.get(axis);
      Dim down = full.span(input.dim(axis + 2), size, axis).floorDiv(stride);
      Dim up = covering.span(input.dim(axis + 2), size, axis).floorDiv(stride);
      if (!up.equals(down)) {
        return true;
      }
    }
    return false;
  }

  /** The pads of an axis for a known size, whoever decides them. */
  public int[] padsFor(int axis, long size, int kernel) {
    if (autoPad == AutoPad.NOTSET) {
      return new int[] {padsBegin.get(axis), padsEnd.get(axis)};
    }
    int stride = strides.get(axis);
    long effective = (long) dilations.get(axis) * (kernel - 1) + 1;
    long total = Math.max(0, ((size + stride - 1) / stride - 1) * stride + effective - size);
    int small = Math.toIntExact(total / 2);
    int large = Math.toIntExact(total - small);
    return autoPad == AutoPad.SAME_UPPER ? new int[] {small, large} : new int[] {large, small};
  }
}
