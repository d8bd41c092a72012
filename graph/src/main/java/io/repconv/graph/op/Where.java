package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * X where the condition is true, else Y, with multidirectional broadcasting. Inputs: condition, X,
 * Y.
 */
public record Where() implements Op {
  @Override
  public String name() {
    return "Where";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 3, 3);
    Inputs.requireBooleans(inputs.get(0), "condition");
    ElementType element = Inputs.sameElement(inputs.subList(1, 3));
    return List.of(Content.type(element, Broadcast.shape(this, inputs), content(inputs)));
  }

  private static @Nullable List<Dim> content(List<Value> inputs) {
    List<Dim> condition = inputs.get(0).integers();
    List<Dim> x = inputs.get(1).integers();
    List<Dim> y = inputs.get(2).integers();
    if (condition == null || !condition.stream().allMatch(Dim::isConstant)) {
      return null;
    }
    List<Dim> taken = SizeArithmetic.combine(condition, x, (c, a) -> c.is(0) ? Dim.of(0) : a);
    List<Dim> left = SizeArithmetic.combine(condition, y, (c, b) -> c.is(0) ? b : Dim.of(0));
    return SizeArithmetic.combine(taken, left, Dim::plus);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    long[] dims = Broadcast.dims(inputs);
    long[] condition = Broadcast.longs(inputs.get(0), dims);
    Tensor x = inputs.get(1);
    if (x.type().isFloating()) {
      double[] a = Broadcast.doubles(x, dims);
      double[] b = Broadcast.doubles(inputs.get(2), dims);
      double[] y = new double[condition.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = condition[i] != 0 ? a[i] : b[i];
      }
      return List.of(Tensor.of(x.type(), dims, y));
    }
    long[] a = Broadcast.longs(x, dims);
    long[] b = Broadcast.longs(inputs.get(2), dims);
    long[] y = new long[condition.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = condition[i] != 0 ? a[i] : b[i];
    }
    return List.of(Tensor.of(x.type(), dims, y));
  }
}
