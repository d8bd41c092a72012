package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/** exp(x) divided by its sum along an axis. */
public record Softmax(int axis) implements Op {
  @Override
  public String name() {
    return "Softmax";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("axis", (long) axis);
  }

  static Softmax parse(Attributes attributes) {
    return new Softmax(Math.toIntExact(attributes.integer("axis", -1)));
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
            rows[i] = Math.exp(rows[i] - largest);
            sum += rows[i];
          }
          for (int i = from; i < to; i++) {
            rows[i] /= sum;
          }
        });
  }
}
