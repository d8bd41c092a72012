package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/**
 * x where x is not negative, else slope * x. The slope is repeated to the shape of x, aligned at
 * the last axis. Inputs: X, slope.
 */
public record PRelu() implements Op {
  @Override
  public String name() {
    return "PRelu";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 2);
    Inputs.requireFloating(inputs.get(0), "input");
    Broadcast.shape(this, inputs);
    return Inputs.one(Inputs.sameElement(inputs), inputs.get(0).shape());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    double[] values = x.doubles();
    double[] slope = Broadcast.doubles(inputs.get(1), x.dims());
    double[] y = new double[values.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = values[i] >= 0 ? values[i] : slope[i] * values[i];
    }
    return List.of(Tensor.of(x.type(), x.dims(), y));
  }
}
