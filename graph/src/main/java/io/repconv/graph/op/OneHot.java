package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * For each index a vector along a new axis that holds one value at the index and another elsewhere.
 * Inputs: indices, depth (the vector's length), values (the other value, the one).
 */
public record OneHot(int axis) implements Op {
  @Override
  public String name() {
    return "OneHot";
  }

  @Override
  public Attributes attributes() {
    return axis == -1 ? Attributes.NONE : Attributes.NONE.with("axis", (long) axis);
  }

  static OneHot parse(Attributes attributes) {
    return new OneHot(Math.toIntExact(attributes.integer("axis", -1)));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 3, 3);
    Shape indices = inputs.get(0).shape();
    if (!indices.isRanked()) {
      return Inputs.one(inputs.get(2).element(), Shape.UNRANKED);
    }
    List<Dim> dims = new ArrayList<>(indices.dims());
    Dim depth = Content.scalar(inputs.get(1));
    int at = Axes.of(axis, indices.rank() + 1);
    dims.add(at, depth != null ? depth : Inputs.unknownSize(this, inputs, at));
    return Inputs.one(inputs.get(2).element(), Shape.of(dims));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor indices = inputs.get(0);
    int depth = (int) inputs.get(1).item();
    int at = Axes.of(axis, indices.rank() + 1);
    long[] dims = new long[indices.rank() + 1];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i == at ? depth : indices.dim(i < at ? i : i - 1);
    }
    int inner = (int) Tensor.elements(Arrays.copyOfRange(dims, at + 1, dims.length));
    int[] chosen = new int[Math.toIntExact(Tensor.elements(dims))];
    double[] index = indices.doubles();
    for (int i = 0; i < index.length; i++) {
      int hot = (int) (index[i] < 0 ? index[i] + depth : index[i]);
      if (hot >= 0 && hot < depth) {
        chosen[(i / inner * depth + hot) * inner + i % inner] = 1;
      }
    }
    return List.of(Elements.pick(inputs.get(2), dims, chosen));
  }
}
