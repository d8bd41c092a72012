package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of the shape that the input holds, filled with one value.
 *
 * @param value of one element
 */
public record ConstantOfShape(Tensor value) implements Op {
  @Override
  public String name() {
    return "ConstantOfShape";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("value", new Attributes.Constant(value));
  }

  static ConstantOfShape parse(Attributes attributes) {
    Attributes.Attribute given =
        attributes
            .find("value")
            .orElse(new Attributes.Constant(Tensor.ofFloats(new long[] {1}, 0)));
    if (!(given instanceof Attributes.Constant constant) || constant.value().size() != 1) {
      throw new IllegalArgumentException("attribute 'value' is no tensor of one element");
    }
    return new ConstantOfShape(constant.value());
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 1);
    Value sizes = inputs.get(0);
    Inputs.requireIntegers(sizes, "shape");
    int rank = Content.length(sizes);
    if (rank < 0) {
      return Inputs.one(value.type(), Shape.UNRANKED);
    }
    List<Dim> dims = sizes.integers();
    if (dims == null) {
      dims = new ArrayList<>();
      for (int axis = 0; axis < rank; axis++) {
        dims.add(Inputs.unknownSize(this, inputs, axis));
      }
    }
    Shape shape = Shape.of(dims);
    return List.of(Content.type(value.type(), shape, content(shape)));
  }

  private @Nullable List<Dim> content(Shape shape) {
    boolean whole = value.type().isInteger() || value.type() == ElementType.BOOL;
    if (!whole || !shape.isStatic() || shape.rank() > 1) {
      return null;
    }
    long count = shape.elements().value();
    return count < 0 || count > Content.LONGEST
        ? null
        : Collections.nCopies((int) count, Dim.of(value.longs()[0]));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    long[] dims = inputs.get(0).longs();
    int size = Math.toIntExact(Tensor.elements(dims));
    if (value.type().isFloating()) {
      double[] filled = new double[size];
      Arrays.fill(filled, value.item());
      return List.of(Tensor.of(value.type(), dims, filled));
    }
    long[] filled = new long[size];
    Arrays.fill(filled, value.longs()[0]);
    return List.of(Tensor.of(value.type(), dims, filled));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConstantOfShape constant
        && constant.value.type() == value.type()
        && constant.value.bytes().equals(value.bytes());
  }

  @Override
  public int hashCode() {
    return value.bytes().hashCode();
  }
}
