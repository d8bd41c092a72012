package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Inserts axes of size 1. Inputs: data, axes (of the result). */
public record Unsqueeze() implements Op {
  @Override
  public String name() {
    return "Unsqueeze";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 2);
    Value data = inputs.get(0);
    Inputs.requireIntegers(inputs.get(1), "axes");
    long[] axes = Content.numbers(inputs.get(1));
    if (axes == null || !data.shape().isRanked()) {
      return Inputs.one(data.element(), Shape.UNRANKED);
    }
    List<Dim> dims = new ArrayList<>();
    int rank = data.shape().rank() + axes.length;
    int[] inserted = Axes.of(axes, rank);
    int from = 0;
    for (int axis = 0; axis < rank; axis++) {
      dims.add(Axes.contains(inserted, axis) ? Dim.of(1) : data.shape().dim(from++));
    }
    return List.of(Content.type(data.element(), Shape.of(dims), data.integers()));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor data = inputs.get(0);
    long[] axes = inputs.get(1).longs();
    long[] dims = new long[data.rank() + axes.length];
    int[] inserted = Axes.of(axes, dims.length);
    int from = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = Axes.contains(inserted, axis) ? 1 : data.dim(from++);
    }
    return List.of(data.reshaped(dims));
  }
}
