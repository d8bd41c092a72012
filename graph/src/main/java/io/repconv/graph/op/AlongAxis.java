package io.repconv.graph.op;

import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/** Operators that change the elements along one axis together and keep the shape. */
final class AlongAxis {
  private AlongAxis() {}

  /** Changes the elements from {@code from} up to, not including, {@code to}. */
  interface InPlace {
    void apply(double[] rows, int from, int to);
  }

  static List<Value.Type> infer(List<Value> inputs, int axis) {
    Inputs.require(inputs, 1, 1);
    Value x = inputs.get(0);
    Inputs.requireFloating(x, "input");
    if (x.shape().isRanked()) {
      Axes.of(axis, x.shape().rank());
    }
    return Inputs.one(x.element(), x.shape());
  }

  static List<Tensor> evaluate(Tensor x, int axis, InPlace function) {
    Rows rows = Rows.along(x.dims(), Axes.of(axis, x.rank()));
    double[] values = rows.read(x.doubles()).clone();
    for (int row = 0; row < rows.count(); row++) {
      function.apply(values, row * rows.length(), (row + 1) * rows.length());
    }
    return List.of(Tensor.of(x.type(), x.dims(), rows.restore(values)));
  }

  static double largest(double[] values, int from, int to) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, values[i]);
    }
    return largest;
  }
}
