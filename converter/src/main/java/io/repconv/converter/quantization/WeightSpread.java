package io.repconv.converter.quantization;

import io.repconv.graph.Tensor;
import java.util.Arrays;

/**
 * How far the output channels of a weight differ in range. The range of channel o is {@code r_o =
 * max |W[o, ...]|}.
 *
 * <p>Symmetric quantisation to 8 bits with one step for the whole tensor rounds to multiples of
 * {@code max r_o / 127}; with a step per channel to multiples of {@code r_o / 127}.
 *
 * @param channels how many output channels there are
 * @param smallest the smallest range that is not 0; 0 where all weights are
 * @param median the median range of the channels that are not all 0
 * @param largest the largest range
 * @param perTensor what one step for the tensor leaves of the weights, as signal to quantization
 *     noise 10*log10(sum w^2 / sum (w - q(w))^2) of the median channel in dB
 * @param perChannel the same with a step for each channel
 */
public record WeightSpread(
    int channels,
    double smallest,
    double median,
    double largest,
    double perTensor,
    double perChannel) {
  private static final int STEPS = 127;

  /** The spread of a convolution's weight, whose output channels lie along axis 0. */
  public static WeightSpread of(Tensor weight) {
    int channels = Math.toIntExact(weight.dim(0));
    double[] w = weight.doubles();
    int length = channels == 0 ? 0 : w.length / channels;
    double[] ranges = new double[channels];
    for (int i = 0; i < channels * length; i++) {
      ranges[i / length] = Math.max(ranges[i / length], Math.abs(w[i]));
    }
    double largest = Arrays.stream(ranges).max().orElse(0);
    double[] perTensor = new double[channels];
    double[] perChannel = new double[channels];
    int live = 0;
    for (int o = 0; o < channels; o++) {
      if (ranges[o] > 0) {
        perTensor[live] = ratio(w, o * length, length, largest / STEPS);
        perChannel[live] = ratio(w, o * length, length, ranges[o] / STEPS);
        live++;
      }
    }
    double[] sorted = Arrays.stream(ranges).filter(range -> range > 0).sorted().toArray();
    return new WeightSpread(
        channels,
        live == 0 ? 0 : sorted[0],
        median(sorted),
        largest,
        median(Arrays.copyOf(perTensor, live)),
        median(Arrays.copyOf(perChannel, live)));
  }

  private static double ratio(double[] w, int from, int length, double step) {
    double signal = 0;
    double noise = 0;
    for (int i = from; i < from + length; i++) {
      double error = w[i] - step * Math.rint(w[i] / step);
      signal += w[i] * w[i];
      noise += error * error;
    }
    return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  /** How many times the median range the largest is; 1 where all weights are 0. */
  public double ratio() {
    return median == 0 ? 1 : largest / median;
  }
}
