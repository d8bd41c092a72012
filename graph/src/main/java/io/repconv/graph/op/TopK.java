package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The k largest (or smallest) elements along an axis in order, the earlier of equal ones first, and
 * their indices. Inputs: X, k.
 */
public record TopK(int axis, boolean largest) implements Op {
  @Override
  public String name() {
    return "TopK";
  }

  @Override
  public Attributes attributes() {
    Attributes all = Attributes.NONE.with("axis", (long) axis);
    return largest ? all : all.with("largest", 0L);
  }

  static TopK parse(Attributes attributes) {
    return new TopK(
        Math.toIntExact(attributes.integer("axis", -1)), attributes.flag("largest", true));
  }

  @Override
  public int outputs() {
    return 2;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 2);
    Value x = inputs.get(0);
    Inputs.requireIntegers(inputs.get(1), "k");
    Shape shape = x.shape();
    if (shape.isRanked()) {
      int along = Axes.of(axis, shape.rank());
      Dim k = Content.scalar(inputs.get(1));
      shape = shape.with(along, k != null ? k : Inputs.unknownSize(this, inputs, along));
    }
    return List.of(new Value.Type(x.element(), shape), new Value.Type(ElementType.INT64, shape));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    int along = Axes.of(axis, x.rank());
    int k = Math.toIntExact(inputs.get(1).longs()[0]);
    if (k < 0 || k > x.dim(along)) {
      throw new ShapeError("the " + k + " largest of " + x.dim(along), "no more than there are");
    }
    Rows rows = Rows.along(x.dims(), along);
    double[] values = rows.read(x.doubles());
    long[] dims = x.dims();
    dims[along] = k;
    Rows taken = Rows.along(dims, along);
    long[] indices = new long[Math.multiplyExact(rows.count(), k)];
    for (int row = 0; row < rows.count(); row++) {
      int from = row * rows.length();
      Comparator<Integer> ascending = Comparator.comparingDouble(i -> values[from + i]);
      int[] order =
          IntStream.range(0, rows.length())
              .boxed()
              .sorted(largest ? ascending.reversed() : ascending)
              .mapToInt(Integer::intValue)
              .toArray();
      for (int i = 0; i < k; i++) {
        indices[row * k + i] = order[i];
      }
    }
    Tensor at = Tensor.of(ElementType.INT64, dims, taken.restore(indices));
    int[] positions = GatherElements.positions(x.dims(), at, along);
    return List.of(Elements.pick(x, dims, positions), at);
  }
}
