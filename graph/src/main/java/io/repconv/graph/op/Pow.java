package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/**
 * The base to the power of the exponent, in the base's type, with multidirectional broadcasting.
 */
public record Pow() implements Op {
  @Override
  public String name() {
    return "Pow";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 2);
    return Inputs.one(inputs.get(0).element(), Broadcast.shape(this, inputs));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor base = inputs.get(0);
    Tensor exponent = inputs.get(1);
    long[] dims = Broadcast.dims(inputs);
    if (!base.type().isFloating() && !exponent.type().isFloating()) {
      return List.of(Tensor.of(base.type(), dims, whole(base, exponent, dims)));
    }
    double[] p = Broadcast.doubles(base, dims);
    double[] q = Broadcast.doubles(exponent, dims);
    double[] y = new double[p.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.pow(p[i], q[i]);
    }
    if (base.type().isFloating()) {
      return List.of(Tensor.of(base.type(), dims, y));
    }
    long[] truncated = new long[y.length];
    for (int i = 0; i < y.length; i++) {
      truncated[i] = Integers.wrap((long) y[i], base.type());
    }
    return List.of(Tensor.of(base.type(), dims, truncated));
  }

  private static long[] whole(Tensor base, Tensor exponent, long[] dims) {
    long[] p = Broadcast.longs(base, dims);
    long[] q = Broadcast.longs(exponent, dims);
    long[] y = new long[p.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Integers.wrap(whole(p[i], q[i]), base.type());
    }
    return y;
  }

  /** By repeated squaring. */
  private static long whole(long base, long exponent) {
    if (exponent < 0) {
      return (long) Math.pow((double) base, (double) exponent);
    }
    long power = 1;
    long square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      power = (rest & 1) == 1 ? power * square : power;
      square *= square;
    }
    return power;
  }
}
