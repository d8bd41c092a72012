package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.Arrays;
import java.util.List;

/**
 * Normalised over the axes from {@code axis} on, then scaled and shifted element by element.
 * Inputs: X, Scale and optionally B, both repeated to the normalised axes.
 */
public record LayerNormalization(int axis, double epsilon) implements Op {
  @Override
  public String name() {
    return "LayerNormalization";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("axis", (long) axis).with("epsilon", epsilon);
  }

  static LayerNormalization parse(Attributes attributes) {
    return new LayerNormalization(
        Math.toIntExact(attributes.integer("axis", -1)), attributes.real("epsilon", 1e-5));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 2, 3);
    Value x = inputs.get(0);
    Inputs.requireFloating(x, "input");
    Shape shape = x.shape();
    if (shape.isRanked()) {
      int from = Axes.of(axis, shape.rank());
      Shape normalized = Shape.of(shape.dims().subList(from, shape.rank()));
      for (Value parameter : inputs.subList(1, inputs.size())) {
        if (parameter.shape().isRanked()) {
          Broadcast.shape(this, inputs, List.of(normalized, parameter.shape()));
        }
      }
    }
    return Inputs.one(x.element(), shape);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    int from = Axes.of(axis, x.rank());
    long[] normalized = Arrays.copyOfRange(x.dims(), from, x.rank());
    int rows = Math.toIntExact(Tensor.elements(Arrays.copyOf(x.dims(), from)));
    int length = Math.toIntExact(Tensor.elements(normalized));
    double[] y = x.doubles().clone();
    Normalizing.normalize(y, rows, epsilon);
    double[] scale = Broadcast.doubles(inputs.get(1), normalized);
    Tensor given = Inputs.tensor(inputs, 2);
    double[] bias = given.isAbsent() ? new double[length] : Broadcast.doubles(given, normalized);
    for (int i = 0; i < y.length; i++) {
      y[i] = y[i] * scale[i % length] + bias[i % length];
    }
    return List.of(Tensor.of(x.type(), x.dims(), y));
  }
}
