package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Comparisons of two tensors with multidirectional broadcasting. */
public final class Comparison implements Op {
  public static final Comparison EQUAL = new Comparison("Equal", order -> order == 0);
  public static final Comparison LESS = new Comparison("Less", order -> order < 0);
  public static final Comparison LESS_OR_EQUAL = new Comparison("LessOrEqual", order -> order <= 0);
  public static final Comparison GREATER = new Comparison("Greater", order -> order > 0);
  public static final Comparison GREATER_OR_EQUAL =
      new Comparison("GreaterOrEqual", order -> order >= 0);

  /** Every one of them. */
  static final List<Comparison> ALL =
      List.of(EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL);

  private final String name;

  /** Whether it holds where the first is smaller (-1), equal (0) or larger (1). */
  private final IntPredicate holds;

  private Comparison(String name, IntPredicate holds) {
    this.name = name;
    this.holds = holds;
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
    Inputs.sameElement(inputs);
    List<Dim> content =
        SizeArithmetic.combine(inputs.get(0).integers(), inputs.get(1).integers(), this::compare);
    return List.of(Content.type(ElementType.BOOL, Broadcast.shape(this, inputs), content));
  }

  private @Nullable Dim compare(Dim a, Dim b) {
    boolean above = a.minus(b).isAtLeast(0);
    boolean below = b.minus(a).isAtLeast(0);
    if (above && below) {
      return truth(0);
    }
    if (a.minus(b).isAtLeast(1)) {
      return truth(1);
    }
    if (b.minus(a).isAtLeast(1)) {
      return truth(-1);
    }
    if (above && holds.test(0) == holds.test(1)) {
      return truth(1);
    }
    return below && holds.test(0) == holds.test(-1) ? truth(-1) : null;
  }

  private Dim truth(int order) {
    return Dim.of(holds.test(order) ? 1 : 0);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    long[] dims = Broadcast.dims(inputs);
    long[] y;
    if (inputs.get(0).type().isFloating()) {
      double[] a = Broadcast.doubles(inputs.get(0), dims);
      double[] b = Broadcast.doubles(inputs.get(1), dims);
      y = new long[a.length];
      for (int i = 0; i < y.length; i++) {
        boolean ordered = a[i] <= b[i] || a[i] > b[i];
        int order = a[i] < b[i] ? -1 : a[i] > b[i] ? 1 : 0;
        y[i] = ordered && holds.test(order) ? 1 : 0;
      }
    } else {
      long[] a = Broadcast.longs(inputs.get(0), dims);
      long[] b = Broadcast.longs(inputs.get(1), dims);
      y = new long[a.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = holds.test(Long.compare(a[i], b[i])) ? 1 : 0;
      }
    }
    return List.of(Tensor.of(ElementType.BOOL, dims, y));
  }

  @Override
  public String toString() {
    return name;
  }
}
