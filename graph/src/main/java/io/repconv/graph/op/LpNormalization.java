package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/**
 * Each row along an axis divided by its norm, a row of zeros staying as it is.
 *
 * @param p 1 or 2: the sum of magnitudes, or the square root of the sum of squares
 */
public record LpNormalization(int axis, int p) implements Op {
  @Override
  public String name() {
    return "LpNormalization";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("axis", (long) axis).with("p", (long) p);
  }

  static LpNormalization parse(Attributes attributes) {
    long p = attributes.integer("p", 2);
    if (p != 1 && p != 2) {
      throw new IllegalArgumentException("attribute 'p' is neither 1 nor 2");
    }
    return new LpNormalization(Math.toIntExact(attributes.integer("axis", -1)), (int) p);
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    return AlongAxis.infer(inputs, axis);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return AlongAxis.evaluate(
        inputs.get(0),
        axis,
        (rows, from, to) -> {
          double sum = 0;
          for (int i = from; i < to; i++) {
            sum += p == 1 ? Math.abs(rows[i]) : rows[i] * rows[i];
          }
          double norm = p == 1 ? sum : Math.sqrt(sum);
          for (int i = from; i < to; i++) {
            rows[i] = norm == 0 ? rows[i] : rows[i] / norm;
          }
        });
  }
}
