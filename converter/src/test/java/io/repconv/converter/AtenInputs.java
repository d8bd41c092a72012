package io.repconv.converter;

import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;

/**
 * The inputs of the cases in {@code fixtures/python/aten_cases.py}, which says how they are made.
 */
public final class AtenInputs {
  private AtenInputs() {}

  /**
   * The content of an input.
   *
   * @param name p… is positive, i… an index, m… a mask
   * @param k the place among the inputs of its case
   */
  public static Tensor content(String name, long[] dims, int k) {
    int count = Math.toIntExact(Tensor.elements(dims));
    double[] values = new double[count];
    long[] integers = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = ((7 * i + 3 * k) % 19 - 9) / 4.0;
      integers[i] = name.startsWith("m") ? (values[i] > 0 ? 1 : 0) : i % 3;
      values[i] = name.startsWith("p") ? values[i] * values[i] + 0.25 : values[i];
    }
    if (name.startsWith("m")) {
      return Tensor.of(ElementType.BOOL, dims, integers);
    }
    return name.startsWith("i")
        ? Tensor.of(ElementType.INT64, dims, integers)
        : Tensor.of(ElementType.DOUBLE, dims, values);
  }
}
