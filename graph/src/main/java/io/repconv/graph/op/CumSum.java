package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/**
 * The sum of all elements so far along an axis. Inputs: X, the axis.
 *
 * @param exclusive whether an element itself does not count
 * @param reverse whether the axis is walked from its end
 */
public record CumSum(boolean exclusive, boolean reverse) implements Op {
  @Override
  public String name() {
    return "CumSum";
  }

  @Override
  public Attributes attributes() {
    Attributes all = exclusive ? Attributes.NONE.with("exclusive", 1L) : Attributes.NONE;
    return reverse ? all.with("reverse", 1L) : all;
  }

  static CumSum parse(Attributes attributes) {
    return new CumSum(attributes.flag("exclusive", false), attributes.flag("reverse", false));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 2);
    Inputs.requireIntegers(inputs.get(1), "axis");
    return Inputs.one(inputs.get(0).element(), inputs.get(0).shape());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Rows rows = Rows.along(x.dims(), Axes.of(inputs.get(1).longs()[0], x.rank()));
    if (x.type().isFloating()) {
      double[] values = rows.read(x.doubles()).clone();
      for (int row = 0; row < rows.count(); row++) {
        double sum = 0;
        for (int i = 0; i < rows.length(); i++) {
          int at = row * rows.length() + (reverse ? rows.length() - 1 - i : i);
          double before = sum;
          sum += values[at];
          values[at] = exclusive ? before : sum;
        }
      }
      return List.of(Tensor.of(x.type(), x.dims(), rows.restore(values)));
    }
    long[] values = rows.read(x.longs()).clone();
    for (int row = 0; row < rows.count(); row++) {
      long sum = 0;
      for (int i = 0; i < rows.length(); i++) {
        int at = row * rows.length() + (reverse ? rows.length() - 1 - i : i);
        long before = sum;
        sum = Integers.wrap(sum + values[at], x.type());
        values[at] = exclusive ? before : sum;
      }
    }
    return List.of(Tensor.of(x.type(), x.dims(), rows.restore(values)));
  }
}
