package io.repconv.graph.op;

import io.repconv.graph.Dim;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Value;
import java.util.List;

/** What the normalisations over a sample's own statistics have in common. */
final class Normalizing {
  private Normalizing() {}

  /** Checks that X has channels and that scale and bias hold one number for each. */
  static void requireChannels(List<Value> inputs) {
    Inputs.requireFloating(inputs.get(0), "input");
    Shape shape = inputs.get(0).shape();
    if (!shape.isRanked()) {
      return;
    }
    if (shape.rank() < 3) {
      throw new ShapeError("input of shape " + shape, "a batch, a channel and spatial axes");
    }
    for (Value parameter : inputs.subList(1, 3)) {
      Inputs.requireRank(parameter, 1, parameter.name());
      Dim count = parameter.shape().isRanked() ? parameter.shape().dim(0) : shape.dim(1);
      if (count.isConstant() && shape.dim(1).isConstant() && !count.equals(shape.dim(1))) {
        throw new ShapeError(
            "input with " + shape.dim(1) + " channels",
            count + " channels, as " + parameter.name() + " has them");
      }
    }
  }

  /** Equally long rows, each shifted to mean 0 and scaled to variance 1. */
  static void normalize(double[] values, int rows, double epsilon) {
    int length = rows == 0 ? 0 : values.length / rows;
    for (int row = 0; row < rows; row++) {
      int from = row * length;
      double mean = 0;
      for (int i = from; i < from + length; i++) {
        mean += values[i];
      }
      mean /= length;
      double variance = 0;
      for (int i = from; i < from + length; i++) {
        variance += (values[i] - mean) * (values[i] - mean);
      }
      double deviation = Math.sqrt(variance / length + epsilon);
      for (int i = from; i < from + length; i++) {
        values[i] = (values[i] - mean) / deviation;
      }
    }
  }

  /** values * scale + bias, channel by channel (axis 1). */
  static void scaleChannels(double[] values, long[] dims, double[] scale, double[] bias) {
    int channels = (int) dims[1];
    int plane = values.length == 0 ? 1 : values.length / (int) (dims[0] * channels);
    for (int i = 0; i < values.length; i++) {
      int c = i / plane % channels;
      values[i] = values[i] * scale[c] + bias[c];
    }
  }
}
