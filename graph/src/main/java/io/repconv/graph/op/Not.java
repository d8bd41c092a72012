package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/** Logical negation. */
public record Not() implements Op {
  @Override
  public String name() {
    return "Not";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 1);
    Value x = inputs.get(0);
    Inputs.requireBooleans(x, "input");
    List<Dim> content = x.integers();
    if (content != null) {
      content = content.stream().map(d -> Dim.of(1).minus(d)).toList();
    }
    return List.of(Content.type(ElementType.BOOL, x.shape(), content));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    long[] values = inputs.get(0).longs();
    long[] y = new long[values.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = 1 - values[i];
    }
    return List.of(Tensor.of(ElementType.BOOL, inputs.get(0).dims(), y));
  }
}
