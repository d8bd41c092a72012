package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tensors one behind the other along an axis; all other sizes are equal. */
public record Concat(int axis) implements Op {
  @Override
  public String name() {
    return "Concat";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("axis", (long) axis);
  }

  static Concat parse(Attributes attributes) {
    return new Concat(Math.toIntExact(attributes.integer("axis", 0)));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, Integer.MAX_VALUE);
    ElementType element = Inputs.sameElement(inputs);
    if (!inputs.stream().allMatch(input -> input.shape().isRanked())) {
      return Inputs.one(element, Shape.UNRANKED);
    }
    Shape first = inputs.get(0).shape();
    int along = Axes.of(axis, first.rank());
    List<Dim> dims = new ArrayList<>(first.dims());
    for (Value input : inputs.subList(1, inputs.size())) {
      Inputs.requireRank(input, first.rank(), "input");
      for (int i = 0; i < dims.size(); i++) {
        Dim size = input.shape().dim(i);
        if (i == along) {
          dims.set(i, dims.get(i).plus(size));
        } else if (dims.get(i).isConstant() && size.isConstant() && !size.equals(dims.get(i))) {
          throw new ShapeError(
              "inputs of shapes " + first + " and " + input.shape(),
              "equal sizes on all axes but " + along);
        } else if (size.isConstant()) {
          dims.set(i, size);
        }
      }
    }
    return List.of(Content.type(element, Shape.of(dims), content(inputs)));
  }

  private static @Nullable List<Dim> content(List<Value> inputs) {
    List<Dim> all = new ArrayList<>();
    for (Value input : inputs) {
      if (input.integers() == null || all.size() > Content.LONGEST) {
        return null;
      }
      all.addAll(input.integers());
    }
    return all;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor first = inputs.get(0);
    int along = Axes.of(axis, first.rank());
    long[] dims = first.dims();
    dims[along] = inputs.stream().mapToLong(input -> input.dim(along)).sum();
    int size = Math.toIntExact(Tensor.elements(dims));
    boolean real = first.type().isFloating();
    double[] reals = new double[real ? size : 0];
    long[] wholes = new long[real ? 0 : size];
    int start = 0;
    for (Tensor input : inputs) {
      int count = Math.toIntExact(input.dim(along));
      View place = View.of(dims).slice(along, start, 1, count);
      if (real) {
        place.write(input.doubles(), reals);
      } else {
        place.write(input.longs(), wholes);
      }
      start += count;
    }
    return List.of(
        real ? Tensor.of(first.type(), dims, reals) : Tensor.of(first.type(), dims, wholes));
  }
}
