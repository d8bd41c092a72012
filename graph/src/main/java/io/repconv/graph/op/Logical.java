package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import java.util.function.LongBinaryOperator;

/** Logical connectives of two boolean tensors with multidirectional broadcasting. */
public final class Logical implements Op {
  public static final Logical AND = new Logical("And", (a, b) -> a & b);
  public static final Logical OR = new Logical("Or", (a, b) -> a | b);
  public static final Logical XOR = new Logical("Xor", (a, b) -> a ^ b);

  /** Every one of them. */
  static final List<Logical> ALL = List.of(AND, OR, XOR);

  private final String name;
  private final LongBinaryOperator function;

  private Logical(String name, LongBinaryOperator function) {
    this.name = name;
    this.function = function;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 2);
    inputs.forEach(input -> Inputs.requireBooleans(input, "input"));
    List<Dim> content =
        SizeArithmetic.combine(
            inputs.get(0).integers(),
            inputs.get(1).integers(),
            (a, b) ->
                a.isConstant() && b.isConstant()
                    ? Dim.of(function.applyAsLong(a.value(), b.value()))
                    : null);
    return List.of(Content.type(ElementType.BOOL, Broadcast.shape(this, inputs), content));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    long[] dims = Broadcast.dims(inputs);
    long[] a = Broadcast.longs(inputs.get(0), dims);
    long[] b = Broadcast.longs(inputs.get(1), dims);
    long[] y = new long[a.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = function.applyAsLong(a[i], b[i]);
    }
    return List.of(Tensor.of(ElementType.BOOL, dims, y));
  }

  @Override
  public String toString() {
    return name;
  }
}
