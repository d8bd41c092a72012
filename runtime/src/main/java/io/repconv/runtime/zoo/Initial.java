package io.repconv.runtime.zoo;

import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import java.util.SplittableRandom;

/**
 * How a weight starts. Numbers are drawn for each row from the seed, the parameter's name and the
 * row alone, so that they do not depend on what else a network has, and are only made when they are
 * read.
 *
 * <p>Fans are counted on a weight of shape {@code [O, I, k1, …]}: fan-in is I*k1*…, fan-out is
 * O*k1*…
 */
public enum Initial {
  /** Uniform within +-1/sqrt(fan-in): what torch's Conv2d and Linear start with. */
  KAIMING_UNIFORM,
  /** Normal of variance 2/fan-out (He et al. 2015, section 2.2, backward form). */
  KAIMING_NORMAL_FAN_OUT,
  /** Normal of variance 2/fan-in (He et al. 2015, section 2.2). */
  KAIMING_NORMAL_FAN_IN,
  /** Normal of standard deviation 0.01. */
  NORMAL_001,
  ZEROS,
  ONES,
  /** 0.25, the slope that torch's PReLU starts with. */
  QUARTER,
  /** Bilinear interpolation by k/2 as a transposed convolution, each channel to itself. */
  BILINEAR;

  /** A tensor of this kind. */
  Tensor tensor(long seed, String name, long... dims) {
    return tensor(seed, name, fanIn(dims), dims);
  }

  /**
   * As {@link #tensor(long, String, long...)}, for a bias, whose shape does not tell the fan-in.
   */
  Tensor tensor(long seed, String name, long fanIn, long[] dims) {
    int width = Math.toIntExact(Tensor.elements(dims) / Math.max(1, dims[0]));
    long fanOut = dims[0] * Math.max(1, width / Math.max(1, dims.length > 1 ? dims[1] : 1));
    long start = seed * 0x9E3779B97F4A7C15L ^ name.hashCode() * 0xBF58476D1CE4E5B9L;
    return Tensor.deferred(
        ElementType.FLOAT,
        dims,
        (from, to) -> {
          double[] rows = new double[(to - from) * width];
          for (int row = from; this == BILINEAR && row < to; row++) {
            interpolate(rows, (row - from) * width, row, dims);
          }
          for (int row = from; this != BILINEAR && row < to; row++) {
            SplittableRandom random = new SplittableRandom(start + row);
            for (int i = 0; i < width; i++) {
              rows[(row - from) * width + i] =
                  (float) draw(random, (double) fanIn, (double) fanOut);
            }
          }
          return rows;
        });
  }

  private double draw(SplittableRandom random, double fanIn, double fanOut) {
    return switch (this) {
      case KAIMING_UNIFORM -> (2 * random.nextDouble() - 1) / Math.sqrt(Math.max(1, fanIn));
      case KAIMING_NORMAL_FAN_OUT -> normal(random) * Math.sqrt(2.0 / Math.max(1, fanOut));
      case KAIMING_NORMAL_FAN_IN -> normal(random) * Math.sqrt(2.0 / Math.max(1, fanIn));
      case NORMAL_001 -> normal(random) * 0.01;
      case ZEROS, BILINEAR -> 0;
      case QUARTER -> 0.25;
      case ONES -> 1;
    };
  }

  /**
   * The kernel of channel {@code row} to itself, at {@code start} of {@code rows}: {@code (1 - |i -
   * c|/f) * (1 - |j - c|/f)} with f = floor((k + 1) / 2) and c the kernel's centre (Long et al.
   * 2015, section 3.3).
   */
  private static void interpolate(double[] rows, int start, int row, long[] dims) {
    int kernel = Math.toIntExact(dims[2]);
    int factor = (kernel + 1) / 2;
    double centre = (kernel - 1) / 2.0;
    int to = start + row * kernel * kernel;
    for (int i = 0; i < kernel; i++) {
      for (int j = 0; j < kernel; j++) {
        double vertical = 1 - Math.abs(i - centre) / factor;
        rows[to + i * kernel + j] = vertical * (1 - Math.abs(j - centre) / factor);
      }
    }
  }

  /** Box and Muller's transform, which takes two numbers every time. */
  private static double normal(SplittableRandom random) {
    double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
    return radius * Math.cos(2 * Math.PI * random.nextDouble());
  }

  static long fanIn(long... dims) {
    return Tensor.elements(dims) / Math.max(1, dims[0]);
  }
}
