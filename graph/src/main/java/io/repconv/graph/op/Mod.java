package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/**
 * The remainder of a division, with multidirectional broadcasting.
 *
 * @param fmod whether the result has the sign of the dividend, as C's {@code fmod}, and not that of
 *     the divisor, as Python's {@code %}; floating tensors need it
 */
public record Mod(boolean fmod) implements Op {
  @Override
  public String name() {
    return "Mod";
  }

  @Override
  public Attributes attributes() {
    return fmod ? Attributes.NONE.with("fmod", 1L) : Attributes.NONE;
  }

  static Mod parse(Attributes attributes) {
    return new Mod(attributes.flag("fmod", false));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 2);
    ElementType element = Inputs.sameElement(inputs);
    if (!fmod && element.isFloating()) {
      throw new ShapeError("inputs of type " + element.text() + " and fmod 0", "fmod 1");
    }
    List<Dim> content =
        fmod
            ? null
            : SizeArithmetic.combine(
                inputs.get(0).integers(), inputs.get(1).integers(), SizeArithmetic::modulo);
    return List.of(Content.type(element, Broadcast.shape(this, inputs), content));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    long[] dims = Broadcast.dims(inputs);
    Tensor a = inputs.get(0);
    if (a.type().isFloating()) {
      double[] p = Broadcast.doubles(a, dims);
      double[] q = Broadcast.doubles(inputs.get(1), dims);
      double[] y = new double[p.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = p[i] % q[i];
      }
      return List.of(Tensor.of(a.type(), dims, y));
    }
    long[] p = Broadcast.longs(a, dims);
    long[] q = Broadcast.longs(inputs.get(1), dims);
    long[] y = new long[p.length];
    for (int i = 0; i < y.length; i++) {
      if (q[i] == 0) {
        throw new ShapeError("a remainder of a division by zero", "another divisor");
      }
      y[i] = fmod ? p[i] % q[i] : Math.floorMod(p[i], q[i]);
    }
    return List.of(Tensor.of(a.type(), dims, y));
  }
}
