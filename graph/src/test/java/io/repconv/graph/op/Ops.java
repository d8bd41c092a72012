package io.repconv.graph.op;

import io.repconv.graph.Dim;
import io.repconv.graph.DimText;
import io.repconv.graph.ElementType;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.Arrays;
import java.util.List;

/** Short ways to call an operator in tests. */
final class Ops {
  private Ops() {}

  private static final GraphBuilder BUILDER = new GraphBuilder("test");

  /** An unknown float tensor of this shape. */
  static Value floats(String shape) {
    return BUILDER.input("x", ElementType.FLOAT, Shape.parse(shape));
  }

  static Value of(ElementType type, String shape) {
    return BUILDER.input("x", type, Shape.parse(shape));
  }

  /** An int64 vector whose elements are expressions. */
  static Value sizes(String... elements) {
    List<Dim> dims = Arrays.stream(elements).map(DimText::parse).toList();
    return BUILDER.input(
        "s", Value.Type.ofIntegers(ElementType.INT64, Shape.of(dims.size()), dims));
  }

  /** An int64 scalar that is an expression. */
  static Value size(String element) {
    return BUILDER.input(
        "s",
        Value.Type.ofIntegers(ElementType.INT64, Shape.SCALAR, List.of(DimText.parse(element))));
  }

  static Value constant(Tensor tensor) {
    return BUILDER.constant("c", tensor);
  }

  /** A constant int64 vector. */
  static Value ints(long... values) {
    return constant(Tensor.ofInts(values));
  }

  static String shape(Op op, Value... inputs) {
    return op.infer(List.of(inputs)).get(0).shape().toString();
  }

  static List<String> shapes(Op op, Value... inputs) {
    return op.infer(List.of(inputs)).stream().map(type -> type.shape().toString()).toList();
  }

  /** The elements that the result is known to hold, {@code null} where they are not known. */
  static String content(Op op, Value... inputs) {
    return String.valueOf(op.infer(List.of(inputs)).get(0).integers());
  }

  /** A float tensor. */
  static Tensor tensor(long[] dims, double... values) {
    return Tensor.of(ElementType.FLOAT, dims, values);
  }

  /** A float vector. */
  static Tensor vector(double... values) {
    return tensor(new long[] {values.length}, values);
  }

  static long[] dims(long... dims) {
    return dims;
  }

  /** A float tensor that holds 0, 1, 2, …. */
  static Tensor counting(long... dims) {
    double[] values = new double[(int) Tensor.elements(dims)];
    Arrays.setAll(values, i -> i);
    return tensor(dims, values);
  }

  static Tensor integers(long[] dims, long... values) {
    return Tensor.of(ElementType.INT64, dims, values);
  }

  static Tensor booleans(long... values) {
    return Tensor.of(ElementType.BOOL, new long[] {values.length}, values);
  }

  static Tensor run(Op op, Tensor... inputs) {
    return op.evaluate(List.of(inputs)).get(0);
  }
}
