package io.repconv.converter.onnx.lower;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Node;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.ConstantOfShape;
import io.repconv.graph.op.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Average pools whose padding counts, in a form that every runtime divides alike: a Pad and a pool
 * that has no padding and cuts no window off.
 *
 * <p>ONNX Runtime 1.23 divides a window that the end of the padding cuts off by the whole kernel
 * below opset 19 (<a href="https://github.com/microsoft/onnxruntime/issues/16203">16203</a>), takes
 * the padding of one axis for another's from there on (<a
 * href="https://github.com/microsoft/onnxruntime/pull/27375">27375</a>), and on CUDA that of the
 * beginning for that of the end (<a
 * href="https://github.com/microsoft/onnxruntime/pull/29631">29631</a>). Its optimizer merges a Pad
 * into the pool behind it and would bring that about, but not one that names its axes.
 */
final class CountedPads {
  private CountedPads() {}

  static boolean isNeeded(Node node) {
    return node.op() instanceof AveragePool pool
        && pool.countIncludePad()
        && (pool.ceilMode() || differ(pads(pool, node.input(0).shape())));
  }

  private static boolean differ(List<Integer> pads) {
    Set<Integer> amounts = new TreeSet<>(pads);
    return amounts.size() > 1;
  }

  /**
   * All beginnings, then all ends; none where {@code auto_pad} makes them of sizes that are open.
   */
  private static List<Integer> pads(AveragePool pool, Shape input) {
    int axes = pool.kernel().size();
    Window window = pool.window().forAxes(axes);
    List<Integer> begin = new ArrayList<>();
    List<Integer> end = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      Dim size = input.isRanked() ? input.dim(axis + 2) : Dim.symbol("_");
      if (window.autoPad() != Window.AutoPad.NOTSET && !size.isConstant()) {
        return List.of();
      }
      long known = size.isConstant() ? size.value() : 0;
      int[] both = window.padsFor(axis, known, pool.kernel().get(axis));
      begin.add(both[0]);
      end.add(both[1]);
    }
    begin.addAll(end);
    return begin;
  }

  /**
   * The pool with p elements of padding. Where rounding up counts a window that is cut off, q is
   * the padding that {@link Window#covering} has:
   *
   * <pre>
   * AveragePool(x, p)            = AveragePool(Pad(x, p))
   * AveragePool(x, p, ceil_mode) = AveragePool(Pad(x, q)) / AveragePool(Pad(1, q - p))
   *     where 1 has the size of the padded x
   * </pre>
   *
   * <p>Without padding, what is cut off is as good as padding that does not count.
   */
  static Value explicit(Node node, List<Value> inputs, Parts parts) {
    AveragePool pool = (AveragePool) node.op();
    Value x = inputs.get(0);
    List<Integer> kernel = pool.kernel();
    List<Integer> pads = pads(pool, node.input(0).shape());
    AveragePool bare = unpadded(pool);
    if (!pool.addsWindow(node.input(0).shape())) {
      return differ(pads)
          ? parts.result(bare, padded(x, pads, parts))
          : parts.result(new AveragePool(pool.window(), kernel, false, true), x);
    }
    if (pads.stream().allMatch(pad -> pad == 0)) {
      return parts.result(new AveragePool(pool.window(), kernel, true, false), x);
    }
    int axes = kernel.size();
    List<Integer> end = pool.window().covering(kernel).padsEnd();
    List<Integer> covering = new ArrayList<>(pads.subList(0, axes));
    covering.addAll(end);
    List<Integer> rest = new ArrayList<>(Collections.nCopies(axes, 0));
    for (int axis = 0; axis < axes; axis++) {
      rest.add(end.get(axis) - pads.get(axes + axis));
    }
    Value means = parts.add(bare, padded(x, covering, parts));
    Value shares = parts.add(bare, padded(ones(x, pads, parts), rest, parts));
    return parts.result("Div", means, shares);
  }

  private static AveragePool unpadded(AveragePool pool) {
    Window window = pool.window();
    Window bare =
        new Window(
            window.strides(), window.dilations(), List.of(), List.of(), Window.AutoPad.NOTSET);
    return new AveragePool(bare, pool.kernel(), false, false);
  }

  private static Value padded(Value x, List<Integer> spatial, Parts parts) {
    int axes = spatial.size() / 2;
    Value pads = parts.ints("pads", spatial.stream().mapToLong(pad -> pad).toArray());
    Value named = parts.ints("axes", LongStream.range(2, axes + 2L).toArray());
    return parts.add("Pad", x, pads, Value.ABSENT, named);
  }

  /** A plane of ones as large as the padded input. */
  private static Value ones(Value x, List<Integer> pads, Parts parts) {
    int axes = pads.size() / 2;
    long[] both = new long[axes];
    for (int axis = 0; axis < axes; axis++) {
      both[axis] = (long) pads.get(axis) + pads.get(axes + axis);
    }
    Value sizes =
        parts.add(
            "Slice",
            parts.add("Shape", x),
            parts.ints("first", 2),
            parts.ints("last", Long.MAX_VALUE));
    Value padded = parts.add("Add", sizes, parts.ints("padding", both));
    Attributes first = Attributes.NONE.with("axis", 0L);
    Value shape = parts.add("Concat", first, parts.ints("plane", 1, 1), padded);
    return parts.add(new ConstantOfShape(Tensor.scalar(x.element(), 1).reshaped(1)), shape);
  }
}
