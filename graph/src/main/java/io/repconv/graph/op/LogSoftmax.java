package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/** The logarithm of {@link Softmax} along an axis. */
public record LogSoftmax(int axis) implements Op {
  @Override
  public String name() {
    return "LogSoftmax";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("axis", (long) axis);
  }

  static LogSoftmax parse(Attributes attributes) {
    return new LogSoftmax(Math.toIntExact(attributes.integer("axis", -1)));
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
          double largest = AlongAxis.largest(rows, from, to);
          double sum = 0;
          for (int i = from; i < to; i++) {
            sum += Math.exp(rows[i] - largest);
          }
          double shift = largest + Math.log(sum);
          for (int i = from; i < to; i++) {
            rows[i] -= shift;
          }
        });
  }
}
