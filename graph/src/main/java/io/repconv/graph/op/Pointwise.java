package io.repconv.graph.op;

import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** An operator that maps each element of one floating tensor. */
interface Pointwise extends Op {
  double apply(double x);

  @Override
  default List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 1);
    Inputs.requireFloating(inputs.get(0), "input");
    return Inputs.one(inputs.get(0).element(), inputs.get(0).shape());
  }

  @Override
  default List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(map(inputs.get(0), this::apply));
  }

  /** The function of each element. */
  static Tensor map(Tensor x, DoubleUnaryOperator function) {
    double[] values = x.doubles();
    double[] y = new double[values.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = function.applyAsDouble(values[i]);
    }
    return Tensor.of(x.type(), x.dims(), y);
  }
}
