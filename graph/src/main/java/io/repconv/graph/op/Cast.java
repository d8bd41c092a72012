package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Rounding;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same numbers in another element type. Real numbers become integers by dropping what is behind
 * the point of the number in its own type; anything but 0 is true.
 */
public record Cast(ElementType to) implements Op {
  @Override
  public String name() {
    return "Cast";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("to", (long) to.code());
  }

  static @Nullable Cast parse(Attributes attributes) {
    ElementType to = ElementType.ofCode(attributes.integer("to", 0));
    return to == ElementType.OTHER ? null : new Cast(to);
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 1);
    Value x = inputs.get(0);
    List<Dim> content = x.integers();
    if (content != null && to == ElementType.BOOL) {
      boolean decided = content.stream().allMatch(d -> d.isConstant() || d.isAtLeast(1));
      content = decided ? content.stream().map(d -> Dim.of(d.is(0) ? 0 : 1)).toList() : null;
    }
    boolean narrow = to.isInteger() && to.bytes() < 4;
    return List.of(Content.type(to, x.shape(), narrow ? null : content));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    if (to.isFloating()) {
      return List.of(Tensor.of(to, x.dims(), x.doubles()));
    }
    long[] y = new long[x.size()];
    if (x.type().isFloating()) {
      double[] values = x.doubles();
      for (int i = 0; i < y.length; i++) {
        double value = Rounding.round(values[i], x.type());
        y[i] = to == ElementType.BOOL ? (value != 0 ? 1 : 0) : Integers.wrap((long) value, to);
      }
    } else {
      long[] values = x.longs();
      for (int i = 0; i < y.length; i++) {
        y[i] = to == ElementType.BOOL ? (values[i] != 0 ? 1 : 0) : Integers.wrap(values[i], to);
      }
    }
    return List.of(Tensor.of(to, x.dims(), y));
  }
}
