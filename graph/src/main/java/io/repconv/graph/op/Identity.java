package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/** The input itself. */
public record Identity() implements Op {
  @Override
  public String name() {
    return "Identity";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 1);
    return List.of(inputs.get(0).type());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(inputs.get(0));
  }
}
