package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/** min(max(x, low), high). Inputs: X and, both optional, the scalars low and high. */
public record Clip() implements Op {
  @Override
  public String name() {
    return "Clip";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 3);
    return Inputs.one(Inputs.sameElement(inputs), inputs.get(0).shape());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor low = Inputs.tensor(inputs, 1);
    Tensor high = Inputs.tensor(inputs, 2);
    if (x.type().isFloating()) {
      double least = low.isAbsent() ? Double.NEGATIVE_INFINITY : low.item();
      double most = high.isAbsent() ? Double.POSITIVE_INFINITY : high.item();
      return List.of(Pointwise.map(x, v -> Math.min(Math.max(v, least), most)));
    }
    long least = low.isAbsent() ? Long.MIN_VALUE : Integers.ordered(low)[0];
    long most = high.isAbsent() ? Long.MAX_VALUE : Integers.ordered(high)[0];
    long[] values = Integers.ordered(x);
    long[] y = new long[values.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.min(Math.max(values[i], least), most);
    }
    return List.of(Tensor.of(x.type(), x.dims(), y));
  }
}
