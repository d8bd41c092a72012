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

/** The whole tensor repeated along its axes. Inputs: data, the number of repeats of each axis. */
public record Tile() implements Op {
  @Override
  public String name() {
    return "Tile";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 2);
    Value data = inputs.get(0);
    Inputs.requireIntegers(inputs.get(1), "repeats");
    if (!data.shape().isRanked()) {
      return Inputs.one(data.element(), Shape.UNRANKED);
    }
    List<Dim> repeats = inputs.get(1).integers();
    int rank = data.shape().rank();
    if (repeats != null && repeats.size() != rank) {
      throw new ShapeError(repeats.size() + " repeats", rank + ", one an axis");
    }
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      dims.add(
          repeats == null
              ? Inputs.unknownSize(this, inputs, axis)
              : data.shape().dim(axis).times(repeats.get(axis)));
    }
    return Inputs.one(data.element(), Shape.of(dims));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor data = inputs.get(0);
    long[] repeats = inputs.get(1).longs();
    long[] dims = data.dims();
    long[] single = new long[2 * dims.length];
    long[] repeated = new long[2 * dims.length];
    for (int axis = 0; axis < dims.length; axis++) {
      single[2 * axis] = 1;
      repeated[2 * axis] = repeats[axis];
      single[2 * axis + 1] = dims[axis];
      repeated[2 * axis + 1] = dims[axis];
      dims[axis] *= repeats[axis];
    }
    return List.of(View.of(single).broadcastTo(repeated).read(data, dims));
  }
}
