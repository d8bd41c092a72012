package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/**
 * Data with the slices that tuples of indices name replaced by (or combined with) updates. Inputs:
 * data, indices, updates.
 */
public record ScatterND(ScatterReduction reduction) implements Op {
  @Override
  public String name() {
    return "ScatterND";
  }

  @Override
  public Attributes attributes() {
    return reduction.addTo(Attributes.NONE);
  }

  static ScatterND parse(Attributes attributes) {
    return new ScatterND(ScatterReduction.parse(attributes));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 3, 3);
    Value data = inputs.get(0);
    Inputs.requireIntegers(inputs.get(1), "indices");
    Inputs.sameElement(List.of(data, inputs.get(2)));
    return Inputs.one(data.element(), data.shape());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor data = inputs.get(0);
    Tensor updates = inputs.get(2);
    int[] positions = GatherND.positions(data.dims(), inputs.get(1), 0);
    if (positions.length != updates.size()) {
      throw new ShapeError(
          "updates of shape " + updates.shape(),
          positions.length + " elements, as the indices say");
    }
    return List.of(Elements.scatter(data, positions, updates, reduction));
  }
}
