package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/** Which elements are not a number. */
public record IsNaN() implements Op {
  @Override
  public String name() {
    return "IsNaN";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 1);
    Inputs.requireFloating(inputs.get(0), "input");
    return Inputs.one(ElementType.BOOL, inputs.get(0).shape());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    double[] values = inputs.get(0).doubles();
    long[] y = new long[values.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Double.isNaN(values[i]) ? 1 : 0;
    }
    return List.of(Tensor.of(ElementType.BOOL, inputs.get(0).dims(), y));
  }
}
