package io.repconv.graph.fold;

import java.util.List;

/**
 * The coefficients of a {@link WindowStep}: for each output channel, input channel and tap a
 * number.
 */
sealed interface Kernel permits DenseKernel, Kernel.PerChannel {
  /** What each output channel depends on, zeros left out. */
  Reach reach();

  /** Whether any output has a coefficient other than zero for this input channel and tap. */
  boolean reads(int channel, int tap);

  double[] forward(double[] input, LinearStep.Part part);

  /**
   * Pulls a row back.
   *
   * @param taps where each tap lies relative to stride * position, in the order of the kernel's
   *     taps
   */
  void pull(RowPart output, RowPart input, int[] stride, List<int[]> taps, WeightCache weights);

  /**
   * The same number at every tap, each channel on its own: average pooling (1/taps), padding and
   * cropping (1).
   */
  record PerChannel(int channels, double coefficient, int taps) implements Kernel {
    @Override
    public Reach reach() {
      return Reach.identity(channels);
    }

    @Override
    public boolean reads(int channel, int tap) {
      return coefficient != 0;
    }

    @Override
    public double[] forward(double[] input, LinearStep.Part part) {
      double[] y = input.clone();
      double sum = coefficient * taps;
      for (int c = 0; c < y.length; c++) {
        y[c] *= sum;
      }
      return y;
    }

    @Override
    public void pull(
        RowPart output, RowPart input, int[] stride, List<int[]> taps, WeightCache weights) {
      for (int[] tap : taps) {
        int[] places = input.places(output, stride, tap);
        for (int c = output.low(); c <= output.high(); c++) {
          int source = c * output.positions();
          int target = c * input.positions();
          for (int q = 0; q < places.length; q++) {
            if (places[q] >= 0) {
              input.values()[target + places[q]] += coefficient * output.values()[source + q];
            }
          }
        }
      }
      input.touch(output.low(), output.high());
    }
  }
}
