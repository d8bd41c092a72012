package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.Arrays;
import java.util.List;

/** A matrix: the axes before {@code axis} are its rows, the others its columns. */
public record Flatten(int axis) implements Op {
  @Override
  public String name() {
    return "Flatten";
  }

  @Override
  public Attributes attributes() {
    return axis == 1 ? Attributes.NONE : Attributes.NONE.with("axis", (long) axis);
  }

  static Flatten parse(Attributes attributes) {
    return new Flatten(Math.toIntExact(attributes.integer("axis", 1)));
  }

  private int from(int rank) {
    return axis == rank ? rank : Axes.of(axis, Math.max(1, rank));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 1);
    Value x = inputs.get(0);
    if (!x.shape().isRanked()) {
      return Inputs.one(
          x.element(),
          Shape.of(
              List.of(Inputs.unknownSize(this, inputs, 0), Inputs.unknownSize(this, inputs, 1))));
    }
    int rank = x.shape().rank();
    int from = from(rank);
    Shape rows = Shape.of(x.shape().dims().subList(0, from));
    Shape columns = Shape.of(x.shape().dims().subList(from, rank));
    return Inputs.one(x.element(), Shape.of(List.of(rows.elements(), columns.elements())));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    int from = from(x.rank());
    long rows = Tensor.elements(Arrays.copyOfRange(x.dims(), 0, from));
    long columns = Tensor.elements(Arrays.copyOfRange(x.dims(), from, x.rank()));
    return List.of(x.reshaped(rows, columns));
  }
}
