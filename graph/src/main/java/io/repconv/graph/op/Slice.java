package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every {@code step}-th element from a start to, not including, an end, along some axes. Negative
 * starts and ends count from the end of the axis; both are then clamped to it. Inputs: data,
 * starts, ends and, both optional, axes (default: the first ones) and steps (default: 1).
 */
public record Slice() implements Op {
  @Override
  public String name() {
    return "Slice";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 3, 5);
    for (Value input : inputs.subList(1, inputs.size())) {
      if (!input.isAbsent()) {
        Inputs.requireIntegers(input, "starts, ends, axes and steps");
      }
    }
    Value data = inputs.get(0);
    int count = Math.max(Content.length(inputs.get(1)), Content.length(inputs.get(2)));
    int[] axes = count < 0 || !data.shape().isRanked() ? null : axes(inputs, count);
    if (axes == null || axes.length != count) {
      return Inputs.one(data.element(), unknown(data.shape(), inputs));
    }
    long[] steps = steps(inputs, count);
    Shape shape = data.shape();
    for (int i = 0; i < count; i++) {
      Dim size = shape.dim(axes[i]);
      Dim start = element(inputs.get(1), i);
      Dim end = element(inputs.get(2), i);
      Dim taken =
          steps == null || start == null || end == null
              ? null
              : SliceRange.count(size, start, end, steps[i]);
      shape =
          shape.with(axes[i], taken != null ? taken : Inputs.unknownSize(this, inputs, axes[i]));
    }
    return List.of(Content.type(data.element(), shape, content(inputs, steps)));
  }

  private Shape unknown(Shape data, List<Value> inputs) {
    if (!data.isRanked()) {
      return Shape.UNRANKED;
    }
    List<Dim> sizes = new ArrayList<>();
    for (int axis = 0; axis < data.rank(); axis++) {
      sizes.add(Inputs.unknownSize(this, inputs, axis));
    }
    return Shape.of(sizes);
  }

  private static int @Nullable [] axes(List<Value> inputs, int count) {
    int rank = inputs.get(0).shape().rank();
    Value axes = Inputs.value(inputs, 3);
    if (!axes.isAbsent()) {
      long[] known = Content.numbers(axes);
      return known == null ? null : Axes.of(known, rank);
    }
    if (count > rank) {
      throw new ShapeError(count + " starts for " + rank + " axes", "one an axis at most");
    }
    return Arrays.copyOf(Axes.all(rank), count);
  }

  private static long @Nullable [] steps(List<Value> inputs, int count) {
    Value steps = Inputs.value(inputs, 4);
    long[] known = new long[count];
    Arrays.fill(known, 1);
    if (!steps.isAbsent()) {
      known = Content.numbers(steps);
      if (known != null && (known.length != count || Arrays.stream(known).anyMatch(s -> s == 0))) {
        throw new ShapeError("steps " + Arrays.toString(known), count + " steps, none of them 0");
      }
    }
    return known;
  }

  private static @Nullable Dim element(Value vector, int index) {
    List<Dim> content = vector.integers();
    return content == null || index >= content.size() ? null : content.get(index);
  }

  private static @Nullable List<Dim> content(List<Value> inputs, long @Nullable [] steps) {
    List<Dim> data = inputs.get(0).integers();
    long[] start = Content.numbers(inputs.get(1));
    long[] end = Content.numbers(inputs.get(2));
    boolean one = start != null && start.length == 1 && end != null && end.length == 1;
    if (data == null || steps == null || start == null || end == null || !one) {
      return null;
    }
    SliceRange range = SliceRange.of(data.size(), start[0], end[0], steps[0]);
    List<Dim> taken = new ArrayList<>();
    for (int i = 0; i < range.count(); i++) {
      taken.add(data.get(range.first() + i * range.step()));
    }
    return taken;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor data = inputs.get(0);
    long[] starts = inputs.get(1).longs();
    long[] ends = inputs.get(2).longs();
    Tensor given = Inputs.tensor(inputs, 3);
    int[] axes = given.isAbsent() ? Axes.all(starts.length) : Axes.of(given.longs(), data.rank());
    Tensor steps = Inputs.tensor(inputs, 4);
    View view = View.of(data.dims());
    for (int i = 0; i < axes.length; i++) {
      long step = steps.isAbsent() ? 1 : steps.longs()[i];
      SliceRange range = SliceRange.of(data.dim(axes[i]), starts[i], ends[i], step);
      view = view.slice(axes[i], range.first(), range.step(), range.count());
    }
    return List.of(view.read(data));
  }
}
