package io.repconv.runtime.check;

import io.repconv.graph.Tensor;
import java.util.Arrays;

/**
 * How far one tensor is from another. With e the expected, a the actual values and d = |a - e|:
 *
 * @param elements how many values were compared
 * @param finite how many of the expected values are finite
 * @param scale the magnitude that relative errors are relative to, usually the largest |e|
 * @param max the largest d; infinite where a value is not finite that should be, or the reverse
 * @param mean the mean of d
 * @param p50 the median of d: the smallest d that at least half of all do not exceed
 * @param p99 the same for 99 of 100
 * @param p999 the same for 999 of 1000
 * @param sqnr signal to quantization noise ratio 10*log10(sum e^2 / sum d^2) in dB, infinite where
 *     all are equal
 * @param cosine sum e*a / sqrt(sum e^2 * sum a^2), 1 where both are all zero
 * @param argmaxAgreement the part of positions where the largest value along axis 1 has the same
 *     index, NaN where there are not two values along it
 * @param worst index of the largest d
 * @param expected the expected value there
 * @param actual the actual value there
 * @param histogram how many d are how large, relative to the scale
 */
public record ErrorStatistics(
    int elements,
    int finite,
    double scale,
    double max,
    double mean,
    double p50,
    double p99,
    double p999,
    double sqnr,
    double cosine,
    double argmaxAgreement,
    int worst,
    double expected,
    double actual,
    ErrorHistogram histogram) {

  /** The largest magnitude of a finite value, 0 where there is none. */
  static double largest(Tensor tensor) {
    return Arrays.stream(tensor.doubles()).map(Math::abs).filter(Double::isFinite).max().orElse(0);
  }

  /** Compares two tensors of the same shape with at least one element. */
  public static ErrorStatistics of(Tensor expected, Tensor actual, double scale) {
    double[] e = expected.doubles();
    double[] a = actual.doubles();
    double[] d = new double[e.length];
    int finite = 0;
    int worst = 0;
    double sum = 0;
    double signal = 0;
    double noise = 0;
    double answer = 0;
    double both = 0;
    for (int i = 0; i < e.length; i++) {
      d[i] = distance(e[i], a[i]);
      worst = d[i] > d[worst] ? i : worst;
      finite += Double.isFinite(e[i]) ? 1 : 0;
      sum += d[i];
      signal += e[i] * e[i];
      noise += d[i] * d[i];
      answer += a[i] * a[i];
      both += e[i] * a[i];
    }
    double max = d[worst];
    ErrorHistogram histogram = ErrorHistogram.of(d, scale);
    Quantiles quantiles = new Quantiles(d);
    return new ErrorStatistics(
        e.length,
        finite,
        scale,
        max,
        sum / e.length,
        quantiles.next(0.5),
        quantiles.next(0.99),
        quantiles.next(0.999),
        noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise),
        signal == 0 && answer == 0 ? 1 : both / Math.sqrt(signal * answer),
        argmaxAgreement(expected, e, a),
        worst,
        e[worst],
        a[worst],
        histogram);
  }

  static double distance(double expected, double actual) {
    double distance = Math.abs(expected - actual);
    if (Double.isNaN(distance)) {
      return Double.compare(expected, actual) == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    return distance;
  }

  private static double argmaxAgreement(Tensor shape, double[] e, double[] a) {
    if (shape.rank() < 2 || shape.dim(1) < 2) {
      return Double.NaN;
    }
    int classes = Math.toIntExact(shape.dim(1));
    int batch = Math.toIntExact(shape.dim(0));
    int positions = e.length / batch / classes;
    int agreeing = 0;
    for (int n = 0; n < batch; n++) {
      int[] ours = argmax(e, n * classes * positions, positions, classes);
      int[] theirs = argmax(a, n * classes * positions, positions, classes);
      for (int p = 0; p < positions; p++) {
        agreeing += ours[p] == theirs[p] ? 1 : 0;
      }
    }
    return (double) agreeing / (batch * positions);
  }

  private static int[] argmax(double[] values, int from, int positions, int classes) {
    int[] best = new int[positions];
    for (int c = 1; c < classes; c++) {
      for (int p = 0; p < positions; p++) {
        boolean larger = values[from + c * positions + p] > values[from + best[p] * positions + p];
        best[p] = larger ? c : best[p];
      }
    }
    return best;
  }

  /** The largest error relative to the scale; 0 where all values are equal. */
  public double relativeMax() {
    return max == 0 ? 0 : max / scale;
  }
}
