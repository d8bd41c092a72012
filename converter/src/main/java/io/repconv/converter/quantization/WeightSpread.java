package io.repconv.converter.quantization;

import io.repconv.graph.Tensor;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

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
    double[] ranges =
        IntStream.range(0, channels)
            .parallel()
            .mapToDouble(o -> range(w, o * length, length))
            .toArray();
    int[] live = IntStream.range(0, channels).filter(o -> ranges[o] > 0).toArray();
    double[] sorted = Arrays.stream(live).mapToDouble(o -> ranges[o]).sorted().toArray();
    double largest = live.length == 0 ? 0 : sorted[live.length - 1];
    return new WeightSpread(
        channels,
        live.length == 0 ? 0 : sorted[0],
        median(sorted),
        largest,
        median(live, o -> ratio(w, o * length, length, largest / STEPS)),
        median(live, o -> ratio(w, o * length, length, ranges[o] / STEPS)));
  }

  private static double range(double[] w, int from, int length) {
    double range = 0;
    for (int i = from; i < from + length; i++) {
      double magnitude = Math.abs(w[i]);
      range = magnitude > range ? magnitude : range;
    }
    return range;
  }

  private static double ratio(double[] w, int from, int length, double step) {
    double steps = Math.min(1 / step, Double.MAX_VALUE);
    double signal = 0;
    double noise = 0;
    for (int i = from; i < from + length; i++) {
      double error = w[i] - step * Math.rint(w[i] * steps);
      signal += w[i] * w[i];
      noise += error * error;
    }
    return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
  }

  private static double median(int[] channels, IntToDoubleFunction number) {
    return median(Arrays.stream(channels).parallel().mapToDouble(number).sorted().toArray());
  }

  private static double median(double[] sorted) {
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  /** How many times the median range the largest is; 1 where all weights are 0. */
  public double ratio() {
    return median == 0 ? 1 : largest / median;
  }
}
