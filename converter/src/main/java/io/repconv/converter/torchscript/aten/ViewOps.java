package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.SizeConstraints;
import io.repconv.converter.torchscript.value.Sizes;
import io.repconv.converter.torchscript.value.SliceStep;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.converter.torchscript.value.ViewSteps;
import io.repconv.graph.Dim;
import io.repconv.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Operators that return a view of their tensor: slices, reshapes, permutations. */
final class ViewOps {
  private ViewOps() {}

  static Object slice(AtenCall call) {
    if (!call.hasTensor()) {
      return ListOps.slice(call);
    }
    TorchTensor x = call.tensor(0, "self");
    int axis = call.axis(1, "dim", x.rank(), 0);
    Dim size = x.shape().dim(axis);
    Dim start = call.has(2, "start") ? position(call.size(2, "start"), size) : Dim.of(0);
    Dim end = call.has(3, "end") ? position(call.size(3, "end"), size) : size;
    long step = call.integer(4, "step", 1);
    if (step <= 0) {
      throw call.wrong("step", step, "a positive step");
    }
    return slice(
        x, axis, start, Boolean.TRUE.equals(Sizes.isBelow(end, start)) ? start : end, step);
  }

  /** The whole tensor itself, or a view of a part. */
  private static TorchTensor slice(TorchTensor x, int axis, Dim start, Dim end, long step) {
    boolean whole = start.is(0) && end.equals(x.shape().dim(axis)) && step == 1;
    return whole ? x : x.view(new SliceStep(axis, start, end, step));
  }

  /**
   * An index of Python, which counts from the end where it is negative and never leaves the axis.
   */
  private static Dim position(Dim index, Dim size) {
    Dim at = index.isConstant() && index.value() < 0 ? size.plus(index) : index;
    if (at.isConstant() && at.value() < 0) {
      return Dim.of(0);
    }
    boolean unlimited = index.isConstant() && index.value() == Long.MAX_VALUE;
    return unlimited || Boolean.TRUE.equals(Sizes.isBelow(size, at)) ? size : at;
  }

  static Object narrow(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    int axis = call.axis(1, "dim", x.rank(), 0);
    Dim start = position(call.size(2, "start"), x.shape().dim(axis));
    return slice(x, axis, start, start.plus(call.size(3, "length")), 1);
  }

  static Object select(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    int axis = call.axis(1, "dim", x.rank(), 0);
    Dim size = x.shape().dim(axis);
    Dim index = call.size(2, "index");
    Dim start = index.isConstant() && index.value() < 0 ? size.plus(index) : index;
    Dim past = start.minus(size);
    if ((past.isConstant() && past.value() >= 0) || (start.isConstant() && start.value() < 0)) {
      throw call.wrong("index", index, "an index into " + size + " elements");
    }
    return x.view(new SliceStep(axis, start, start.plus(1), 1))
        .view(new ViewSteps.Squeeze(List.of((long) axis)));
  }

  static Object unbind(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    int axis = call.axis(1, "dim", x.rank(), 0);
    Dim size = x.shape().dim(axis);
    if (!size.isConstant()) {
      throw call.unsupported("an axis of the size " + size, "a size that is a number");
    }
    List<Object> parts = new ArrayList<>();
    for (long i = 0; i < size.value(); i++) {
      parts.add(select(call.with(x, (long) axis, i)));
    }
    return parts;
  }

  static Object chunk(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    int axis = call.axis(2, "dim", x.rank(), 0);
    long chunks = call.integer(1, "chunks");
    Dim size = x.shape().dim(axis);
    if (!size.isConstant() || chunks <= 0) {
      throw call.unsupported(chunks + " chunks of the size " + size, "an axis of a known size");
    }
    long each = Math.max(1, (size.value() + chunks - 1) / chunks);
    return pieces(x, axis, equalPieces(size.value(), each));
  }

  static Object split(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    int axis = call.axis(2, "dim", x.rank(), 0);
    if (call.argument(1, "split_size") instanceof List<?>) {
      return pieces(x, axis, call.sizes(1, "split_sizes"));
    }
    Dim size = x.shape().dim(axis);
    long each = call.integer(1, "split_size");
    if (!size.isConstant() || each <= 0) {
      throw call.unsupported(
          "pieces of " + each + " of the size " + size, "an axis of a known size");
    }
    return pieces(x, axis, equalPieces(size.value(), each));
  }

  private static List<Dim> equalPieces(long size, long each) {
    List<Dim> sizes = new ArrayList<>();
    for (long at = 0; at < size; at += each) {
      sizes.add(Dim.of(Math.min(each, size - at)));
    }
    return sizes;
  }

  private static List<Object> pieces(TorchTensor x, int axis, List<Dim> sizes) {
    List<Object> parts = new ArrayList<>();
    Dim at = Dim.of(0);
    for (Dim size : sizes) {
      parts.add(slice(x, axis, at, at.plus(size), 1));
      at = at.plus(size);
    }
    return parts;
  }

  static Object unsqueeze(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    return x.view(new ViewSteps.Unsqueeze(call.axis(1, "dim", x.rank() + 1, 0)));
  }

  static Object squeeze(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    List<Long> axes = new ArrayList<>();
    if (call.has(1, "dim")) {
      for (long axis : call.integers(1, "dim")) {
        axes.add((long) call.axis(axis, x.rank(), "dim"));
      }
    } else {
      for (long axis = 0; axis < x.rank(); axis++) {
        axes.add(axis);
      }
    }
    axes.removeIf(axis -> !x.shape().dim(axis.intValue()).is(1));
    return axes.isEmpty() ? x : x.view(new ViewSteps.Squeeze(axes));
  }

  static Object permute(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    List<Long> order =
        call.integers(1, "dims").stream().map(a -> (long) call.axis(a, x.rank(), "dims")).toList();
    if (order.size() != x.rank() || order.stream().distinct().count() != x.rank()) {
      throw call.wrong("dims", order, "every axis of " + x.shape() + " once");
    }
    return x.view(new ViewSteps.Permute(order));
  }

  static Object transpose(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    return swapped(x, call.axis(1, "dim0", x.rank(), 0), call.axis(2, "dim1", x.rank(), 0));
  }

  /** {@code movedim(self, source, destination)}. */
  static Object moveAxes(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    List<Long> from = axes(call, 1, "source", x);
    List<Long> to = axes(call, 2, "destination", x);
    List<Long> others = new ArrayList<>();
    for (long axis = 0; axis < x.rank(); axis++) {
      if (!from.contains(axis)) {
        others.add(axis);
      }
    }
    List<Object> order = new ArrayList<>();
    for (long axis = 0; axis < x.rank(); axis++) {
      order.add(to.contains(axis) ? from.get(to.indexOf(axis)) : others.remove(0));
    }
    return permute(call.with(x, order));
  }

  private static List<Long> axes(AtenCall call, int index, String argument, TorchTensor x) {
    return call.integers(index, argument).stream()
        .map(axis -> (long) call.axis(axis, x.rank(), argument))
        .toList();
  }

  /** The transpose of a matrix. */
  static Object matrixTranspose(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    return x.rank() < 2 ? x : swapped(x, x.rank() - 2, x.rank() - 1);
  }

  private static TorchTensor swapped(TorchTensor x, int a, int b) {
    if (a == b) {
      return x;
    }
    List<Long> order = new ArrayList<>();
    for (long axis = 0; axis < x.rank(); axis++) {
      order.add(axis);
    }
    Collections.swap(order, a, b);
    return x.view(new ViewSteps.Permute(order));
  }

  static Object view(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    return reshaped(call, x, call.sizes(1, "size"));
  }

  static Object viewAs(AtenCall call) {
    return reshaped(call, call.tensor(0, "self"), call.tensor(1, "other").shape().dims());
  }

  static Object flatten(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    int first = call.axis(1, "start_dim", x.rank(), 0);
    int last = call.axis(2, "end_dim", x.rank(), -1);
    if (first > last) {
      throw call.wrong("start_dim", (long) first, "an axis before end_dim " + last);
    }
    if (first == last && x.rank() > 0) {
      return x;
    }
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    List<Dim> joined = dims.subList(first, Math.min(dims.size(), last + 1));
    Dim product = Shape.of(joined).elements();
    joined.clear();
    joined.add(product);
    return x.viewOrCopy(new ViewSteps.Reshape(dims));
  }

  static Object unflatten(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    int axis = call.axis(1, "dim", x.rank(), 0);
    List<Dim> parts = withInferred(call, call.sizes(2, "sizes"), x.shape().dim(axis));
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    dims.remove(axis);
    dims.addAll(axis, parts);
    return x.viewOrCopy(new ViewSteps.Reshape(dims));
  }

  private static TorchTensor reshaped(AtenCall call, TorchTensor x, List<Dim> sizes) {
    List<Dim> dims = withInferred(call, sizes, x.shape().elements());
    Dim product = Shape.of(dims).elements();
    if (!SizeConstraints.require(x.shape().elements(), product, call.where())) {
      String observed = text(x.shape().dims()) + " reshaped to " + text(dims);
      throw Sizes.mayBeEqual(x.shape().elements(), product)
          ? call.unknownSize(observed, "the same number of elements whatever the sizes are")
          : call.unsupported(observed, "the same number of elements");
    }
    return dims.equals(x.shape().dims()) ? x : x.viewOrCopy(new ViewSteps.Reshape(dims));
  }

  /** Sizes that nothing but their tensor tells stand as a question mark. */
  private static String text(List<Dim> sizes) {
    return sizes.stream()
        .map(
            size ->
                size.symbols().stream().anyMatch(symbol -> symbol.startsWith("_"))
                    ? "?"
                    : size.toString())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** The sizes with -1 replaced by what is left of {@code elements}. */
  private static List<Dim> withInferred(AtenCall call, List<Dim> sizes, Dim elements) {
    List<Dim> dims = new ArrayList<>(sizes);
    int open = -1;
    Dim known = Dim.of(1);
    for (int i = 0; i < dims.size(); i++) {
      if (!dims.get(i).is(-1)) {
        known = known.times(dims.get(i));
      } else if (open >= 0) {
        throw call.wrong("size", dims.toString(), "at most one -1");
      } else {
        open = i;
      }
    }
    if (open >= 0) {
      Dim others = known;
      Dim rest =
          elements
              .dividedBy(others)
              .orElseThrow(
                  () ->
                      call.unknownSize(
                          elements + " elements shared among " + sizes, "sizes that divide it"));
      dims.set(open, rest);
    }
    return dims;
  }

  static Object expand(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    return expanded(call, x, call.sizes(1, "size"));
  }

  static Object expandAs(AtenCall call) {
    return expanded(call, call.tensor(0, "self"), call.tensor(1, "other").shape().dims());
  }

  private static TorchTensor expanded(AtenCall call, TorchTensor x, List<Dim> sizes) {
    int added = sizes.size() - x.rank();
    List<Dim> dims = new ArrayList<>(sizes);
    for (int axis = Math.max(0, added); axis < sizes.size(); axis++) {
      Dim own = x.shape().dim(axis - added);
      dims.set(axis, sizes.get(axis).is(-1) ? own : sizes.get(axis));
    }
    Shape target = Shape.of(dims);
    if (added < 0 || !SizeConstraints.requireBroadcast(x.shape(), target, call.where())) {
      throw call.unsupported(
          x.shape() + " expanded to " + target, "axes of size 1 or of the same size");
    }
    return target.equals(x.shape()) ? x : x.view(new ViewSteps.Expand(target));
  }

  /** A tensor that is itself under another name: detach, alias, requires_grad_, lift_fresh. */
  static Object itself(AtenCall call) {
    return call.tensor(0, "self");
  }

  static Object contiguous(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    return x.isContiguous() ? x : x.viewOrCopy(new ViewSteps.Reshape(x.shape().dims()));
  }

  static Object copy(AtenCall call) {
    return call.result(call.tensor(0, "self").value());
  }
}
