package io.repconv.graph.op;

import io.repconv.graph.Tensor;

/**
 * Interpolation along one axis.
 *
 * @param in the size before
 * @param out the size after
 * @param scale the scale that was given, or NaN where the sizes were: then out / in, and positions
 *     that are whole numbers come out exactly
 */
record ResizeAxis(Resize resize, int in, int out, double scale) {
  static ResizeAxis toSize(Resize resize, int in, int out) {
    return new ResizeAxis(resize, in, out, Double.NaN);
  }

  static ResizeAxis byScale(Resize resize, int in, int out, double scale) {
    return new ResizeAxis(resize, in, out, scale);
  }

  boolean isIdentity() {
    return in == out && (Double.isNaN(scale) || scale == 1);
  }

  /** The tensor resized along an axis of size {@code in}. */
  Tensor apply(Tensor x, int axis) {
    long[] dims = x.dims();
    dims[axis] = out;
    if (resize.mode() == Resize.Mode.NEAREST) {
      int[][] onAxis = new int[dims.length][];
      for (int i = 0; i < dims.length; i++) {
        onAxis[i] = Axes.all((int) dims[i]);
      }
      for (int i = 0; i < out; i++) {
        onAxis[axis][i] = clamp(nearest(source(i)));
      }
      return Elements.pick(x, dims, Elements.grid(x.dims(), onAxis));
    }
    Rows before = Rows.along(x.dims(), axis);
    Rows after = Rows.along(dims, axis);
    double[] from = before.read(x.doubles());
    double[] to = new double[Math.multiplyExact(before.count(), out)];
    for (int i = 0; i < out; i++) {
      double position = source(i);
      int first = (int) Math.floor(position) - (resize.mode() == Resize.Mode.CUBIC ? 1 : 0);
      double[] weights = weights(position - Math.floor(position), first);
      for (int row = 0; row < before.count(); row++) {
        double sum = 0;
        for (int tap = 0; tap < weights.length; tap++) {
          sum += weights[tap] * from[row * in + clamp(first + tap)];
        }
        to[row * out + i] = sum;
      }
    }
    return Tensor.of(x.type(), dims, after.restore(to));
  }

  /** The position before that position i after stands for. */
  private double source(int i) {
    return switch (resize.transform()) {
      case HALF_PIXEL -> unscale(i + 0.5) - 0.5;
      case PYTORCH_HALF_PIXEL -> out > 1 ? unscale(i + 0.5) - 0.5 : 0;
      case HALF_PIXEL_SYMMETRIC ->
          Double.isNaN(scale)
              ? unscale(i + 0.5) - 0.5
              : in / 2.0 * (1 - out / (scale * in)) + unscale(i + 0.5) - 0.5;
      case ALIGN_CORNERS -> out > 1 ? (double) i * (in - 1) / (out - 1) : 0;
      case ASYMMETRIC -> unscale(i);
    };
  }

  private double unscale(double position) {
    return Double.isNaN(scale) ? position * in / out : position / scale;
  }

  private int nearest(double position) {
    return (int)
        switch (resize.nearest()) {
          case ROUND_PREFER_FLOOR -> Math.ceil(position - 0.5);
          case ROUND_PREFER_CEIL -> Math.floor(position + 0.5);
          case FLOOR -> Math.floor(position);
          case CEIL -> Math.ceil(position);
        };
  }

  private int clamp(int index) {
    return Math.max(0, Math.min(in - 1, index));
  }

  /** Weights of the elements from {@code first} on, for a position this far behind an element. */
  private double[] weights(double fraction, int first) {
    if (resize.mode() == Resize.Mode.LINEAR) {
      return new double[] {1 - fraction, fraction};
    }
    double[] weights = {
      cubic(1 + fraction), cubic(fraction), cubic(1 - fraction), cubic(2 - fraction)
    };
    if (resize.excludeOutside()) {
      double sum = 0;
      for (int tap = 0; tap < weights.length; tap++) {
        weights[tap] = first + tap < 0 || first + tap >= in ? 0 : weights[tap];
        sum += weights[tap];
      }
      for (int tap = 0; tap < weights.length; tap++) {
        weights[tap] /= sum;
      }
    }
    return weights;
  }

  /**
   * The cubic convolution kernel (Keys, Cubic convolution interpolation for digital image
   * processing, 1981) at a distance.
   */
  private double cubic(double distance) {
    double a = resize.cubicCoefficient();
    double d = distance;
    return d <= 1 ? ((a + 2) * d - (a + 3)) * d * d + 1 : ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
  }
}
