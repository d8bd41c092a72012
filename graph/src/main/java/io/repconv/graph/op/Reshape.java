package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The same elements under another shape. Inputs: data, shape. In the shape, -1 (once) stands for
 * what is left, and 0 for the size that data has on this axis.
 *
 * @param allowZero whether 0 is a size of 0 instead
 */
public record Reshape(boolean allowZero) implements Op {
  @Override
  public String name() {
    return "Reshape";
  }

  @Override
  public Attributes attributes() {
    return allowZero ? Attributes.NONE.with("allowzero", 1L) : Attributes.NONE;
  }

  static Reshape parse(Attributes attributes) {
    return new Reshape(attributes.flag("allowzero", false));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 2);
    Value data = inputs.get(0);
    Value target = inputs.get(1);
    Inputs.requireIntegers(target, "shape");
    int rank = Content.length(target);
    if (rank < 0) {
      return Inputs.one(data.element(), Shape.UNRANKED);
    }
    List<Dim> content = target.integers();
    List<Dim> dims = new ArrayList<>();
    if (content == null) {
      for (int axis = 0; axis < rank; axis++) {
        dims.add(Inputs.unknownSize(this, inputs, axis));
      }
      return Inputs.one(data.element(), Shape.of(dims));
    }
    int open = -1;
    for (int axis = 0; axis < rank; axis++) {
      Dim size = content.get(axis);
      if (size.is(0) && !allowZero) {
        dims.add(copied(data.shape(), axis, inputs));
      } else if (size.is(-1)) {
        if (open >= 0) {
          throw new ShapeError("the shape " + content, "-1 at most once");
        }
        open = axis;
        dims.add(Dim.of(1));
      } else if (size.isConstant() && size.value() < 0) {
        throw new ShapeError("the shape " + content, "sizes, or -1");
      } else {
        dims.add(size);
      }
    }
    if (open >= 0) {
      dims.set(open, remaining(data.shape(), dims, open, inputs));
    } else {
      requireSameCount(data.shape(), Shape.of(dims));
    }
    return List.of(Content.type(data.element(), Shape.of(dims), data.integers()));
  }

  private Dim copied(Shape data, int axis, List<Value> inputs) {
    if (!data.isRanked()) {
      return Inputs.unknownSize(this, inputs, axis);
    }
    if (axis >= data.rank()) {
      throw new ShapeError("a shape that copies axis " + axis + " of " + data, "an axis it has");
    }
    return data.dim(axis);
  }

  /** What is left of data's sizes when those of the other axes are taken out. */
  private Dim remaining(Shape data, List<Dim> dims, int open, List<Value> inputs) {
    if (!data.isRanked()) {
      return Inputs.unknownSize(this, inputs, open);
    }
    List<Dim> left = new ArrayList<>(data.dims());
    Dim divisor = Dim.of(1);
    for (Dim dim : dims) {
      if (!left.remove(dim)) {
        divisor = divisor.times(dim);
      }
    }
    Dim product = Shape.of(left).elements();
    if (divisor.isConstant() && product.isConstant()) {
      if (divisor.is(0) || product.value() % divisor.value() != 0) {
        throw new ShapeError(
            data + " as " + withOpen(dims, open), "a size that divides " + product + " elements");
      }
      return Dim.of(product.value() / divisor.value());
    }
    return product.dividedBy(divisor).orElseGet(() -> Inputs.unknownSize(this, inputs, open));
  }

  private static List<String> withOpen(List<Dim> dims, int open) {
    List<String> texts = new ArrayList<>(dims.stream().map(Dim::toString).toList());
    texts.set(open, "-1");
    return texts;
  }

  private static void requireSameCount(Shape data, Shape target) {
    if (data.isStatic() && target.isStatic() && !data.elements().equals(target.elements())) {
      throw new ShapeError(data + " as " + target, "a shape of " + data.elements() + " elements");
    }
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor data = inputs.get(0);
    long[] target = inputs.get(1).longs().clone();
    int open = -1;
    long product = 1;
    for (int axis = 0; axis < target.length; axis++) {
      if (target[axis] == 0 && !allowZero) {
        target[axis] = data.dim(axis);
      }
      if (target[axis] == -1) {
        open = axis;
      } else {
        product *= target[axis];
      }
    }
    if (open >= 0) {
      target[open] = product == 0 ? 0 : data.size() / product;
    }
    if (Tensor.elements(target) != data.size()) {
      throw new ShapeError(
          data.shape() + " as " + Shape.of(target), "a shape of " + data.size() + " elements");
    }
    return List.of(data.reshaped(target));
  }
}
