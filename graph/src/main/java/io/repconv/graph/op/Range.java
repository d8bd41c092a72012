package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The numbers start, start + delta, … before limit. Inputs: the scalars start, limit, delta. */
public record Range() implements Op {
  /** Longer ranges are taken for an attack. */
  private static final double LONGEST = 1 << 28;

  @Override
  public String name() {
    return "Range";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 3, 3);
    ElementType element = Inputs.sameElement(inputs);
    Dim start = Content.scalar(inputs.get(0));
    Dim limit = Content.scalar(inputs.get(1));
    Dim delta = Content.scalar(inputs.get(2));
    if (start != null && limit != null && delta != null && delta.isConstant() && !delta.is(0)) {
      long step = delta.value();
      Dim span = step > 0 ? limit.minus(start) : start.minus(limit);
      if (span.isConstant() || span.isAtLeast(0)) {
        Dim positive = span.isConstant() ? Dim.of(Math.max(0, span.value())) : span;
        Dim count = positive.ceilDiv(Math.abs(step));
        return List.of(
            Content.type(element, Shape.of(List.of(count)), content(start, count, step)));
      }
    }
    return Inputs.one(element, Shape.of(List.of(length(inputs))));
  }

  private static @Nullable List<Dim> content(Dim start, Dim count, long step) {
    if (!count.isConstant() || count.value() > Content.LONGEST) {
      return null;
    }
    return LongStream.range(0, count.value()).mapToObj(i -> start.plus(i * step)).toList();
  }

  private Dim length(List<Value> inputs) {
    boolean constant = inputs.stream().allMatch(Value::isConstant);
    if (!constant) {
      return Inputs.unknownSize(this, inputs, 0);
    }
    List<Tensor> tensors = inputs.stream().map(Value::constant).map(Tensor.class::cast).toList();
    return Dim.of(count(tensors));
  }

  private static int count(List<Tensor> inputs) {
    double start = inputs.get(0).item();
    double delta = inputs.get(2).item();
    double count = Math.max(0, Math.ceil((inputs.get(1).item() - start) / delta));
    if (!(count <= LONGEST)) {
      throw new ShapeError("a range of " + count + " numbers", "at most " + (long) LONGEST);
    }
    return (int) count;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor start = inputs.get(0);
    Tensor delta = inputs.get(2);
    int count = count(inputs);
    if (start.type().isFloating()) {
      double[] y = new double[count];
      for (int i = 0; i < count; i++) {
        y[i] = start.item() + i * delta.item();
      }
      return List.of(Tensor.of(start.type(), new long[] {count}, y));
    }
    long[] y = new long[count];
    for (int i = 0; i < count; i++) {
      y[i] = start.longs()[0] + i * delta.longs()[0];
    }
    return List.of(Tensor.of(start.type(), new long[] {count}, y));
  }
}
