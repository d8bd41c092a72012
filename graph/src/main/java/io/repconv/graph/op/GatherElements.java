package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/**
 * One element of data for each index, at the index's own position but for one axis, where the index
 * says it. Inputs: data, indices of the same rank.
 */
public record GatherElements(int axis) implements Op {
  @Override
  public String name() {
    return "GatherElements";
  }

  @Override
  public Attributes attributes() {
    return axis == 0 ? Attributes.NONE : Attributes.NONE.with("axis", (long) axis);
  }

  static GatherElements parse(Attributes attributes) {
    return new GatherElements(Math.toIntExact(attributes.integer("axis", 0)));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 2);
    Value data = inputs.get(0);
    Value indices = inputs.get(1);
    Inputs.requireIntegers(indices, "indices");
    if (data.shape().isRanked()) {
      Axes.of(axis, data.shape().rank());
      Inputs.requireRank(indices, data.shape().rank(), "indices");
    }
    return Inputs.one(data.element(), indices.shape());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor data = inputs.get(0);
    Tensor indices = inputs.get(1);
    int[] positions = positions(data.dims(), indices, Axes.of(axis, data.rank()));
    return List.of(Elements.pick(data, indices.dims(), positions));
  }

  /** For each index the position in a tensor of these dimensions that it names. */
  static int[] positions(long[] dims, Tensor indices, int along) {
    int rank = dims.length;
    int[][] onAxis = new int[rank][];
    for (int i = 0; i < rank; i++) {
      onAxis[i] = i == along ? new int[(int) indices.dim(i)] : Axes.all((int) indices.dim(i));
    }
    int[] positions = Elements.grid(dims, onAxis);
    int stride = 1;
    for (int i = along + 1; i < rank; i++) {
      stride *= (int) dims[i];
    }
    long[] chosen = indices.longs();
    for (int i = 0; i < positions.length; i++) {
      positions[i] += Elements.index(chosen[i], dims[along]) * stride;
    }
    return positions;
  }
}
