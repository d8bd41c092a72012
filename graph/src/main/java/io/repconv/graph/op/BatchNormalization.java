package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalization in inference form, with fixed statistics per channel (axis 1).
 *
 * <pre>
 * Y = (X - mean) * scale / sqrt(var + epsilon) + B
 * </pre>
 *
 * Inputs: X, scale, B, mean, var.
 */
public record BatchNormalization(double epsilon) implements Op {
  @Override
  public String name() {
    return "BatchNormalization";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("epsilon", epsilon);
  }

  static @Nullable BatchNormalization parse(Attributes attributes) {
    if (attributes.flag("training_mode", false)) {
      return null;
    }
    return new BatchNormalization(attributes.real("epsilon", 1e-5));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 5, 5);
    Value x = inputs.get(0);
    if (x.shape().isRanked()) {
      if (x.shape().rank() < 2) {
        throw new ShapeError("input of shape " + x.shape(), "a batch and a channel axis");
      }
      for (Value parameter : inputs.subList(1, 5)) {
        boolean known = parameter.shape().isStatic() && x.shape().dim(1).isConstant();
        if (known && !parameter.shape().elements().equals(x.shape().dim(1))) {
          throw new ShapeError(
              "input with " + x.shape().dim(1) + " channels",
              parameter.shape().elements() + " channels, as " + parameter.name() + " has them");
        }
      }
    }
    return List.of(new Value.Type(x.element(), x.shape()));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    double[] scale = inputs.get(1).doubles();
    double[] bias = inputs.get(2).doubles();
    double[] mean = inputs.get(3).doubles();
    double[] variance = inputs.get(4).doubles();
    double[] values = x.doubles();
    double[] y = new double[values.length];
    int channels = scale.length;
    int plane = values.length / Math.toIntExact(Math.max(1, x.dim(0) * channels));
    for (int i = 0; i < y.length; i++) {
      int c = i / plane % channels;
      y[i] = (values[i] - mean[c]) * (scale[c] / Math.sqrt(variance[c] + epsilon)) + bias[c];
    }
    return List.of(Tensor.of(x.type(), x.dims(), y));
  }
}
