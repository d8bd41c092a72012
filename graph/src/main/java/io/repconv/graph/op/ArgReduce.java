package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The index of the largest (ArgMax) or smallest (ArgMin) element along an axis.
 *
 * @param keepDims whether the axis stays, with size 1
 * @param last whether the last of equal elements is meant, and not the first
 */
public record ArgReduce(boolean largest, int axis, boolean keepDims, boolean last) implements Op {
  public static ArgReduce max(int axis, boolean keepDims) {
    return new ArgReduce(true, axis, keepDims, false);
  }

  public static ArgReduce min(int axis, boolean keepDims) {
    return new ArgReduce(false, axis, keepDims, false);
  }

  @Override
  public String name() {
    return largest ? "ArgMax" : "ArgMin";
  }

  @Override
  public Attributes attributes() {
    Attributes all = Attributes.NONE.with("axis", (long) axis);
    all = keepDims ? all : all.with("keepdims", 0L);
    return last ? all.with("select_last_index", 1L) : all;
  }

  static ArgReduce parse(boolean largest, Attributes attributes) {
    return new ArgReduce(
        largest,
        Math.toIntExact(attributes.integer("axis", 0)),
        attributes.flag("keepdims", true),
        attributes.flag("select_last_index", false));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 1);
    Shape data = inputs.get(0).shape();
    if (!data.isRanked()) {
      return Inputs.one(ElementType.INT64, Shape.UNRANKED);
    }
    int along = Axes.of(axis, data.rank());
    if (data.dim(along).is(0)) {
      throw new ShapeError("axis " + axis + " of " + data, "at least one element");
    }
    List<Dim> dims = new ArrayList<>(data.dims());
    if (keepDims) {
      dims.set(along, Dim.of(1));
    } else {
      dims.remove(along);
    }
    return Inputs.one(ElementType.INT64, Shape.of(dims));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor data = inputs.get(0);
    int[] along = {Axes.of(axis, data.rank())};
    Rows rows = Rows.along(data.dims(), along);
    double[] values = rows.read(data.doubles());
    long[] y = new long[rows.count()];
    for (int row = 0; row < y.length; row++) {
      int from = row * rows.length();
      int best = 0;
      for (int i = 1; i < rows.length(); i++) {
        double difference = values[from + i] - values[from + best];
        boolean better = largest ? difference > 0 : difference < 0;
        if (better || (last && values[from + i] == values[from + best])) {
          best = i;
        }
      }
      y[row] = best;
    }
    long[] dims = Reduce.reducedDims(data.dims(), along, keepDims);
    return List.of(Tensor.of(ElementType.INT64, dims, y));
  }
}
