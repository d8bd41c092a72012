package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/**
 * Data with the elements that {@link GatherElements} would take replaced by (or combined with)
 * updates. Inputs: data, indices, updates.
 */
public record ScatterElements(int axis, ScatterReduction reduction) implements Op {
  @Override
  public String name() {
    return "ScatterElements";
  }

  @Override
  public Attributes attributes() {
    return reduction.addTo(axis == 0 ? Attributes.NONE : Attributes.NONE.with("axis", (long) axis));
  }

  static ScatterElements parse(Attributes attributes) {
    return new ScatterElements(
        Math.toIntExact(attributes.integer("axis", 0)), ScatterReduction.parse(attributes));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 3, 3);
    Value data = inputs.get(0);
    Inputs.requireIntegers(inputs.get(1), "indices");
    Inputs.sameElement(List.of(data, inputs.get(2)));
    if (data.shape().isRanked()) {
      Axes.of(axis, data.shape().rank());
      Inputs.requireRank(inputs.get(1), data.shape().rank(), "indices");
    }
    return Inputs.one(data.element(), data.shape());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor data = inputs.get(0);
    Tensor updates = inputs.get(2);
    int[] positions =
        GatherElements.positions(data.dims(), inputs.get(1), Axes.of(axis, data.rank()));
    if (positions.length != updates.size()) {
      throw new ShapeError(
          "updates of shape " + updates.shape(),
          positions.length + " elements, as the indices say");
    }
    return List.of(Elements.scatter(data, positions, updates, reduction));
  }
}
