package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import java.util.stream.IntStream;

/** The largest element of each channel over all spatial axes, which keep size 1. */
public record GlobalMaxPool() implements Op {
  @Override
  public String name() {
    return "GlobalMaxPool";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 1);
    Value x = inputs.get(0);
    Inputs.requireFloating(x, "input");
    Shape shape = x.shape();
    for (int axis = 2; shape.isRanked() && axis < shape.rank(); axis++) {
      shape = shape.with(axis, Dim.of(1));
    }
    return Inputs.one(x.element(), shape);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    int[] spatial = IntStream.range(2, x.rank()).toArray();
    return List.of(Reduce.Kind.MAX.reduce(x, spatial, true));
  }
}
