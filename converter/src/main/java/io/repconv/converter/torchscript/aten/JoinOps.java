package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.Reshaping;
import io.repconv.converter.torchscript.value.SizeConstraints;
import io.repconv.converter.torchscript.value.Sizes;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Operators that put tensors together, or the parts of one in another order. */
final class JoinOps {
  private JoinOps() {}

  static Object cat(AtenCall call) {
    List<TorchTensor> parts = new ArrayList<>(call.tensors(0, "tensors"));
    parts.removeIf(part -> part.rank() == 1 && part.shape().dim(0).is(0)); // a legacy of torch
    if (parts.isEmpty()) {
      throw call.unsupported("no tensors", "at least one");
    }
    int axis = call.axis(1, "dim", parts.get(0).rank(), 0);
    requireAlike(call, parts, axis);
    return call.result(concatenated(call, parts.stream().map(TorchTensor::value).toList(), axis));
  }

  private static void requireAlike(AtenCall call, List<TorchTensor> parts, int axis) {
    TorchTensor first = parts.get(0);
    for (TorchTensor part : parts) {
      boolean alike = part.rank() == first.rank();
      for (int i = 0; alike && i < first.rank(); i++) {
        alike =
            i == axis
                || SizeConstraints.require(part.shape().dim(i), first.shape().dim(i), call.where());
      }
      if (!alike) {
        throw call.unsupported(
            part.shape() + " beside " + first.shape(), "the same sizes but on axis " + axis);
      }
    }
  }

  private static Value concatenated(AtenCall call, List<Value> parts, int axis) {
    ElementType type = parts.get(0).element();
    for (Value part : parts) {
      type = TorchTypes.promote(type, part.element());
    }
    Operands operands = new Operands(call.emitter());
    List<Value> cast = new ArrayList<>();
    for (Value part : parts) {
      cast.add(operands.cast(part, type));
    }
    return cast.size() == 1
        ? cast.get(0)
        : call.emitter()
            .emitAll("Concat", Attributes.NONE.with("axis", (long) axis), 1, cast)
            .get(0);
  }

  static Object stack(AtenCall call) {
    List<TorchTensor> parts = call.tensors(0, "tensors");
    if (parts.isEmpty()) {
      throw call.unsupported("no tensors", "at least one");
    }
    int axis = call.axis(1, "dim", parts.get(0).rank() + 1, 0);
    Value where = call.emitter().ints(axis);
    return call.result(
        concatenated(
            call,
            parts.stream().map(part -> call.emit("Unsqueeze", part.value(), where)).toList(),
            axis));
  }

  /**
   * {@code roll(self, shifts, dims)}: each axis cut in two and put together the other way round.
   */
  static Object roll(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    List<Long> shifts = call.integers(1, "shifts");
    List<Long> dims = call.integers(2, "dims");
    if (dims.size() != shifts.size()) {
      throw call.wrong("dims", dims.toString(), "one axis for each of " + shifts);
    }
    for (int i = 0; i < dims.size(); i++) {
      x = rolled(call, x, call.axis(dims.get(i), x.rank(), "dims"), shifts.get(i));
    }
    return x;
  }

  private static TorchTensor rolled(AtenCall call, TorchTensor x, int axis, long shift) {
    Dim size = x.shape().dim(axis);
    long by = size.isConstant() ? Math.floorMod(shift, size.value()) : shift;
    if (by == 0) {
      return x;
    }
    Dim cut = by > 0 ? size.plus(-by) : Dim.of(-by);
    Object tail = ViewOps.slice(call.with(x, (long) axis, number(cut)));
    Object head = ViewOps.slice(call.with(x, (long) axis, 0L, number(cut)));
    return (TorchTensor) cat(call.with(List.of(tail, head), (long) axis));
  }

  private static Object number(Dim dim) {
    return Sizes.number(dim);
  }

  /**
   * {@code repeat(self, repeats)}: tiles, with new axes in front where there are more repeats than
   * axes.
   */
  static Object repeat(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    List<Dim> repeats = call.sizes(1, "repeats");
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    while (dims.size() < repeats.size()) {
      dims.add(0, Dim.of(1));
    }
    Value base = Reshaping.reshape(call.emitter(), x.value(), dims);
    return call.result(call.emit("Tile", base, call.emitter().vector(repeats)));
  }

  static Object flip(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    List<Long> axes =
        call.integers(1, "dims").stream().map(a -> (long) call.axis(a, x.rank(), "dims")).toList();
    List<Long> last = axes.stream().map(a -> -1L).toList();
    List<Long> before = axes.stream().map(a -> Long.MIN_VALUE).toList();
    return call.result(
        call.emit(
            "Slice",
            x.value(),
            call.emitter().ints(last),
            call.emitter().ints(before),
            call.emitter().ints(axes),
            call.emitter().ints(last)));
  }

  /** {@code repeat_interleave(self, repeats, dim)}: every element so many times, side by side. */
  static Object repeatInterleave(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    long repeats = call.integer(1, "repeats");
    if (!call.has(2, "dim")) {
      Value flat = call.emit("Reshape", x.value(), call.emitter().ints(-1));
      return repeatInterleave(call.with(call.result(flat), repeats, 0L));
    }
    int axis = call.axis(2, "dim", x.rank(), 0);
    List<Dim> apart = new ArrayList<>(x.shape().dims());
    apart.add(axis + 1, Dim.of(repeats));
    List<Dim> joined = new ArrayList<>(x.shape().dims());
    joined.set(axis, joined.get(axis).times(repeats));
    Value single = call.emit("Unsqueeze", x.value(), call.emitter().ints(axis + 1L));
    Value repeated = Reshaping.expand(call.emitter(), single, Shape.of(apart));
    return call.result(Reshaping.reshape(call.emitter(), repeated, joined));
  }

  /** {@code meshgrid(tensors, *, indexing)}: each vector along an axis of its own. */
  static Object meshgrid(AtenCall call) {
    List<TorchTensor> vectors = call.tensors(0, "tensors");
    boolean swapped = call.text(1, "indexing", "ij").equals("xy") && vectors.size() > 1;
    List<Dim> dims = new ArrayList<>();
    vectors.forEach(vector -> dims.add(vector.shape().elements()));
    if (swapped) {
      Collections.swap(dims, 0, 1);
    }
    List<Object> grids = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      int axis = swapped && i < 2 ? 1 - i : i;
      List<Dim> own = new ArrayList<>(Collections.nCopies(dims.size(), Dim.of(1)));
      own.set(axis, dims.get(axis));
      Value along = Reshaping.reshape(call.emitter(), vectors.get(i).value(), own);
      grids.add(call.result(Reshaping.expand(call.emitter(), along, Shape.of(dims))));
    }
    return grids;
  }
}
