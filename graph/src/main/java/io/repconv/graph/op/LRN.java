package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/**
 * Local response normalization over neighbouring channels.
 *
 * <pre>
 * Y[n, c] = X[n, c] / (bias + alpha/size * sum over i of X[n, i]^2) ^ beta
 * i from c - floor((size - 1)/2) to c + ceil((size - 1)/2), as far as there are channels
 * </pre>
 */
public record LRN(int size, double alpha, double beta, double bias) implements Op {
  @Override
  public String name() {
    return "LRN";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE
        .with("size", (long) size)
        .with("alpha", alpha)
        .with("beta", beta)
        .with("bias", bias);
  }

  static LRN parse(Attributes attributes) {
    return new LRN(
        Math.toIntExact(attributes.integer("size", 1)),
        attributes.real("alpha", 1e-4),
        attributes.real("beta", 0.75),
        attributes.real("bias", 1));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 1);
    Value x = inputs.get(0);
    Inputs.requireFloating(x, "input");
    if (size < 1 || (x.shape().isRanked() && x.shape().rank() < 2)) {
      throw new ShapeError("input " + x.shape() + " and size " + size, "channels to sum over");
    }
    return Inputs.one(x.element(), x.shape());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    double[] values = x.doubles();
    double[] y = new double[values.length];
    int channels = (int) x.dim(1);
    int plane = y.length == 0 ? 1 : y.length / (int) (x.dim(0) * channels);
    for (int at = 0; at < y.length; at++) {
      int c = at / plane % channels;
      double sum = 0;
      for (int i = c - (size - 1) / 2; i <= c + size / 2; i++) {
        double other = i < 0 || i >= channels ? 0 : values[at + (i - c) * plane];
        sum += other * other;
      }
      y[at] = values[at] / Math.pow(bias + alpha / size * sum, beta);
    }
    return List.of(Tensor.of(x.type(), x.dims(), y));
  }
}
