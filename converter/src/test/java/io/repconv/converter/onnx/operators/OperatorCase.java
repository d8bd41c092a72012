package io.repconv.converter.onnx.operators;

import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * An operator with inputs to run it on.
 *
 * @param name says what is special about it
 */
record OperatorCase(String name, Op op, List<Input> inputs) {
  /**
   * One input.
   *
   * @param constant whether the model holds it
   */
  record Input(Tensor tensor, boolean constant) {}

  static OperatorCase check(String name, Op op, Input... inputs) {
    return new OperatorCase(op.name() + " " + name, op, List.of(inputs));
  }

  /**
   * The number of the test that fails says which seed it was: cases are numbered in their order.
   */
  @Override
  public String toString() {
    return name;
  }

  static final Input ABSENT = new Input(Tensor.absent(), true);

  static Input fed(Tensor tensor) {
    return new Input(tensor, false);
  }

  static Input held(Tensor tensor) {
    return new Input(tensor, true);
  }

  /** A float tensor with normally distributed values, fed to the model. */
  static Input fed(long... dims) {
    return fed(normal(dims));
  }

  /** A float tensor with normally distributed values, held by the model. */
  static Input held(long... dims) {
    return held(normal(dims));
  }

  /** An int64 vector that the model holds. */
  static Input ints(long... values) {
    return held(Tensor.ofInts(values));
  }

  /** Float values that the model holds. */
  static Input floats(float... values) {
    return held(Tensor.ofFloats(new long[] {values.length}, values));
  }

  static Input scalar(double value) {
    return held(Tensor.scalar(ElementType.FLOAT, value));
  }

  /** The same dimensions give the same values. */
  static Tensor normal(long... dims) {
    Random random = new Random(Arrays.hashCode(dims));
    float[] values = new float[(int) Tensor.elements(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.ofFloats(dims, values);
  }

  /** Values between 0.25 and 4. */
  static Tensor positive(long... dims) {
    Tensor normal = normal(dims);
    float[] values = new float[normal.size()];
    double[] from = normal.doubles();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.max(0.25, Math.min(4, Math.exp(from[i])));
    }
    return Tensor.ofFloats(dims, values);
  }

  /** Integers from 0 up to, not including, {@code bound}. */
  static Tensor indices(int bound, long... dims) {
    Random random = new Random(bound);
    long[] values = new long[(int) Tensor.elements(dims)];
    Arrays.setAll(values, i -> random.nextInt(bound));
    return Tensor.of(ElementType.INT64, dims, values);
  }

  static Tensor booleans(long... dims) {
    long[] values = indices(2, dims).longs();
    return Tensor.of(ElementType.BOOL, dims, values);
  }
}
