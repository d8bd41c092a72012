package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/** How many elements a tensor has: ONNX's Size. */
public record SizeOf() implements Op {
  @Override
  public String name() {
    return "Size";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 1);
    Shape shape = inputs.get(0).shape();
    List<Dim> size = shape.isRanked() ? List.of(shape.elements()) : null;
    return List.of(Content.type(ElementType.INT64, Shape.SCALAR, size));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(Tensor.scalar((long) inputs.get(0).size()));
  }
}
