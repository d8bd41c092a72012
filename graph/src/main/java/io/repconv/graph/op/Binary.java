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
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic of two tensors, element by element with multidirectional broadcasting. {@link #MIN},
 * {@link #MAX} take any number of tensors from 1. Integer division truncates.
 */
public final class Binary implements Op {
  public static final Binary ADD = new Binary("Add", Double::sum, Long::sum, Dim::plus);
  public static final Binary SUB = new Binary("Sub", (a, b) -> a - b, (a, b) -> a - b, Dim::minus);
  public static final Binary MUL = new Binary("Mul", (a, b) -> a * b, (a, b) -> a * b, Dim::times);
  public static final Binary DIV =
      new Binary("Div", (a, b) -> a / b, Binary::divide, SizeArithmetic::divide);
  public static final Binary MIN = new Binary("Min", Math::min, Math::min, SizeArithmetic::smaller);
  public static final Binary MAX = new Binary("Max", Math::max, Math::max, SizeArithmetic::larger);

  /** Every one of them. */
  static final List<Binary> ALL = List.of(ADD, SUB, MUL, DIV, MIN, MAX);

  /** The same on sizes, null where the result is no expression. */
  private interface OnSizes {
    @Nullable Dim apply(Dim a, Dim b);
  }

  private final String name;
  private final DoubleBinaryOperator real;
  private final LongBinaryOperator whole;
  private final OnSizes sizes;

  private Binary(String name, DoubleBinaryOperator real, LongBinaryOperator whole, OnSizes sizes) {
    this.name = name;
    this.real = real;
    this.whole = whole;
    this.sizes = sizes;
  }

  private static long divide(long a, long b) {
    if (b == 0) {
      throw new ShapeError("an integer division by zero", "another divisor");
    }
    return a / b;
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
    boolean variadic = this == MIN || this == MAX;
    Inputs.require(inputs, variadic ? 1 : 2, variadic ? Integer.MAX_VALUE : 2);
    ElementType element = Inputs.sameElement(inputs);
    if (element == ElementType.BOOL) {
      throw new ShapeError("inputs of type bool", "numbers");
    }
    Shape shape = Broadcast.shape(this, inputs);
    List<Dim> content = inputs.get(0).integers();
    for (Value input : inputs.subList(1, inputs.size())) {
      content = SizeArithmetic.combine(content, input.integers(), sizes::apply);
    }
    return List.of(Content.type(element, shape, content));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor sum = inputs.get(0);
    for (Tensor input : inputs.subList(1, inputs.size())) {
      sum = sum.type().isFloating() ? real(sum, input) : whole(sum, input);
    }
    return List.of(sum);
  }

  private Tensor real(Tensor a, Tensor b) {
    long[] dims = Broadcast.dims(a.dims(), b.dims());
    double[] p = Broadcast.doubles(a, dims);
    double[] q = Broadcast.doubles(b, dims);
    double[] y = new double[p.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = real.applyAsDouble(p[i], q[i]);
    }
    return Tensor.of(a.type(), dims, y);
  }

  private Tensor whole(Tensor a, Tensor b) {
    long[] dims = Broadcast.dims(a.dims(), b.dims());
    long[] p = Broadcast.longs(a, dims);
    long[] q = Broadcast.longs(b, dims);
    long[] y = new long[p.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Integers.wrap(whole.applyAsLong(p[i], q[i]), a.type());
    }
    return Tensor.of(a.type(), dims, y);
  }

  @Override
  public String toString() {
    return name;
  }
}
