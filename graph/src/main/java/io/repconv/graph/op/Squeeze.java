package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Removes axes of size 1. Inputs: data and optionally axes, without which every axis of size 1
 * goes.
 */
public record Squeeze() implements Op {
  @Override
  public String name() {
    return "Squeeze";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 2);
    Value data = inputs.get(0);
    int[] axes = data.shape().isRanked() ? axes(data.shape(), Inputs.value(inputs, 1)) : null;
    if (axes == null) {
      return Inputs.one(data.element(), Shape.UNRANKED);
    }
    List<Dim> kept = new ArrayList<>();
    for (int axis = 0; axis < data.shape().rank(); axis++) {
      if (!Axes.contains(axes, axis)) {
        kept.add(data.shape().dim(axis));
      } else if (data.shape().dim(axis).isAtLeast(2) || data.shape().dim(axis).is(0)) {
        throw new ShapeError("axis " + axis + " of " + data.shape(), "size 1");
      }
    }
    return List.of(Content.type(data.element(), Shape.of(kept), data.integers()));
  }

  private static int @Nullable [] axes(Shape shape, Value axes) {
    if (!axes.isAbsent()) {
      long[] known = Content.numbers(axes);
      return known == null ? null : Axes.of(known, shape.rank());
    }
    boolean decided = shape.dims().stream().allMatch(d -> d.isConstant() || d.isAtLeast(2));
    return decided
        ? IntStream.range(0, shape.rank()).filter(axis -> shape.dim(axis).is(1)).toArray()
        : null;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor data = inputs.get(0);
    Tensor given = Inputs.tensor(inputs, 1);
    int[] axes =
        given.isAbsent()
            ? IntStream.range(0, data.rank()).filter(axis -> data.dim(axis) == 1).toArray()
            : Axes.of(given.longs(), data.rank());
    long[] kept =
        IntStream.range(0, data.rank())
            .filter(axis -> !Axes.contains(axes, axis))
            .mapToLong(data::dim)
            .toArray();
    if (Tensor.elements(kept) != data.size()) {
      throw new ShapeError("axes to squeeze of " + data.shape(), "size 1");
    }
    return List.of(data.reshaped(kept));
  }
}
