package io.repconv.graph.fold;

import io.repconv.graph.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The coefficients of a {@link WindowStep}: for each output channel, input channel and tap a
 * number.
 */
sealed interface Kernel permits Kernel.Dense, Kernel.PerChannel {
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

  /** A convolution's weight {@code [O, C/groups, k1, …]} and bias. */
  record Dense(Tensor weight, @Nullable Tensor bias, int groups, Reach reach) implements Kernel {
    private int groupInputs() {
      return Math.toIntExact(weight.dim(1));
    }

    private int groupOutputs() {
      return Math.toIntExact(weight.dim(0)) / groups;
    }

    @Override
    public boolean reads(int channel, int tap) {
      int taps = weight.size() / Math.toIntExact(weight.dim(0) * weight.dim(1));
      int firstOutput = channel / groupInputs() * groupOutputs();
      for (int o = firstOutput; o < firstOutput + groupOutputs(); o++) {
        int place = (o * groupInputs() + channel % groupInputs()) * taps + tap;
        if (weight.doubleAt(place) != 0) {
          return true;
        }
      }
      return false;
    }

    @Override
    public double[] forward(double[] input, LinearStep.Part part) {
      int outputs = Math.toIntExact(weight.dim(0));
      double[] y = new double[outputs];
      boolean zero = java.util.Arrays.stream(input).allMatch(v -> v == 0);
      int width = weight.size() / outputs;
      int taps = width / groupInputs();
      double[] biases = bias == null ? new double[outputs] : bias.doubles();
      for (int o = 0; o < outputs; o++) {
        Sum sum = new Sum();
        if (part != LinearStep.Part.DEVIATION) {
          sum.add(part == LinearStep.Part.ABSOLUTE ? Math.abs(biases[o]) : biases[o]);
        }
        if (!zero) {
          double[] row = weight.doubles(o * width, (o + 1) * width);
          int firstInput = o / groupOutputs() * groupInputs();
          for (int i = 0; i < width; i++) {
            double w = part == LinearStep.Part.VALUE ? row[i] : Math.abs(row[i]);
            sum.add(w * input[firstInput + i / taps]);
          }
        }
        y[o] = sum.value();
      }
      return y;
    }

    @Override
    public void pull(
        RowPart output, RowPart input, int[] stride, List<int[]> taps, WeightCache weights) {
      int width = groupInputs() * taps.size();
      boolean single = output.low() == output.high();
      double[] rows = single ? weights.row(weight, output.low()) : weights.all(weight);
      int[][] places = new int[taps.size()][];
      for (int tap = 0; tap < places.length; tap++) {
        places[tap] = input.places(output, stride, taps.get(tap));
      }
      for (int o = output.low(); o <= output.high(); o++) {
        int firstInput = o / groupOutputs() * groupInputs();
        addRow(rows, single ? 0 : o * width, output, o, input, firstInput, places);
        input.touch(firstInput, firstInput + groupInputs() - 1);
      }
    }

    private void addRow(
        double[] weights,
        int at,
        RowPart output,
        int o,
        RowPart input,
        int firstInput,
        int[][] places) {
      double[] out = output.values();
      double[] in = input.values();
      for (int q = 0; q < output.positions(); q++) {
        double factor = out[o * output.positions() + q];
        if (factor != 0) {
          for (int c = 0; c < groupInputs(); c++) {
            int target = (firstInput + c) * input.positions();
            int source = at + c * places.length;
            for (int tap = 0; tap < places.length; tap++) {
              int place = places[tap][q];
              if (place >= 0) {
                in[target + place] += factor * weights[source + tap];
              }
            }
          }
        }
      }
    }
  }

  /** A sum with Neumaier's compensation: its error does not grow with the count of terms. */
  final class Sum {
    private double sum;
    private double compensation;

    void add(double term) {
      double next = sum + term;
      compensation += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
      sum = next;
    }

    double value() {
      return sum + compensation;
    }
  }
}
