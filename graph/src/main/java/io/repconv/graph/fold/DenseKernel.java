package io.repconv.graph.fold;

import io.repconv.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A convolution's weight {@code [O, C/groups, k1, …]} and bias. */
record DenseKernel(Tensor weight, @Nullable Tensor bias, int groups, Reach reach)
    implements Kernel {
  /** Fewer inputs a group than this are not worth their weights laid out anew. */
  private static final int LEAST_ROW = 16;

  /** Weights that are not worth another thread. */
  private static final int LEAST_PARALLEL = 1 << 16;

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
    boolean zero = Arrays.stream(input).allMatch(v -> v == 0);
    double[] biases = bias == null ? new double[outputs] : bias.doubles();
    IntStream channels = IntStream.range(0, outputs);
    (!zero && weight.size() >= LEAST_PARALLEL ? channels.parallel() : channels)
        .forEach(o -> y[o] = forward(o, biases[o], zero ? new double[0] : input, part));
    return y;
  }

  /**
   * @param input what the channels hold, empty where that is zero
   */
  private double forward(int o, double ownBias, double[] input, LinearStep.Part part) {
    double start =
        switch (part) {
          case VALUE -> ownBias;
          case ABSOLUTE -> Math.abs(ownBias);
          case DEVIATION -> 0;
        };
    if (input.length == 0) {
      return start;
    }
    int width = weight.size() / Math.toIntExact(weight.dim(0));
    double[] row = weight.doubles(o * width, (o + 1) * width);
    boolean absolute = part != LinearStep.Part.VALUE;
    return sum(start, row, absolute, input, o / groupOutputs() * groupInputs());
  }

  /**
   * The row's taps times what their channels hold, summed up with Neumaier's compensation: the
   * error does not grow with the count of terms.
   */
  private double sum(double start, double[] row, boolean absolute, double[] input, int first) {
    int taps = row.length / groupInputs();
    double sum = start;
    double compensation = 0;
    for (int c = 0; c < groupInputs(); c++) {
      double x = input[first + c];
      for (int i = c * taps; i < (c + 1) * taps; i++) {
        double term = (absolute ? Math.abs(row[i]) : row[i]) * x;
        double next = sum + term;
        compensation += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
        sum = next;
      }
    }
    return sum + compensation;
  }

  @Override
  public void pull(
      RowPart output, RowPart input, int[] stride, List<int[]> taps, WeightCache weights) {
    int[][] places = new int[taps.size()][];
    for (int tap = 0; tap < places.length; tap++) {
      places[tap] = input.places(output, stride, taps.get(tap));
    }
    for (int group = output.low() / groupOutputs();
        group <= output.high() / groupOutputs();
        group++) {
      int first = Math.max(output.low(), group * groupOutputs());
      int last = Math.min(output.high(), (group + 1) * groupOutputs() - 1);
      if (last > first && groupInputs() >= LEAST_ROW) {
        addRows(weights.byTap(weight), output, first, last, input, places);
      } else if (first == last && isWholeRow(output, input, places)) {
        double factor = output.values()[first];
        if (factor != 0) {
          int at = group * groupInputs() * input.positions();
          weights.addTimes(factor, weight, first, input.values(), at);
        }
      } else {
        double[][] rows =
            first == last ? new double[][] {weights.row(weight, first)} : weights.byOutput(weight);
        for (int o = first; o <= last; o++) {
          addRow(rows[first == last ? 0 : o], output, o, input, places);
        }
      }
    }
    input.touch(
        output.low() / groupOutputs() * groupInputs(),
        (output.high() / groupOutputs() + 1) * groupInputs() - 1);
  }

  /** One output channel; {@code row} is {@code [C/groups, taps]}. */
  private void addRow(double[] row, RowPart output, int o, RowPart input, int[][] places) {
    double[] out = output.values();
    double[] in = input.values();
    int first = o / groupOutputs() * groupInputs() * input.positions();
    for (int q = 0; q < output.positions(); q++) {
      double factor = out[o * output.positions() + q];
      if (factor == 0) {
        continue;
      }
      for (int tap = 0; tap < places.length; tap++) {
        int place = places[tap][q];
        if (place >= 0) {
          int target = first + place;
          for (int i = tap; i < row.length; i += places.length) {
            in[target] += factor * row[i];
            target += input.positions();
          }
        }
      }
    }
  }

  /** Whether the taps are just the positions of the input's box, in their order. */
  private static boolean isWholeRow(RowPart output, RowPart input, int[][] places) {
    if (output.positions() != 1 || input.positions() != places.length) {
      return false;
    }
    for (int tap = 0; tap < places.length; tap++) {
      if (places[tap][0] != tap) {
        return false;
      }
    }
    return true;
  }

  /**
   * Output channels of one group, as a product of matrices: four rows of weights are added at a
   * time to the sum for a position, all of them arrays that are walked by one index, which is what
   * the compiler makes vector instructions of.
   *
   * @param rows {@code [taps * O][C/groups]}
   */
  private void addRows(
      double[][] rows, RowPart output, int first, int last, RowPart input, int[][] places) {
    double[] out = output.values();
    int positions = output.positions();
    double[] @Nullable [] sums = new double[input.positions()][];
    for (int o = first; o <= last; o += 4) {
      for (int tap = 0; tap < places.length; tap++) {
        int row = tap * Math.toIntExact(weight.dim(0)) + o;
        for (int q = 0; q < positions; q++) {
          int place = places[tap][q];
          if (place >= 0) {
            double[] sum = sums[place] == null ? new double[groupInputs()] : sums[place];
            sums[place] = sum;
            int at = o * positions + q;
            if (o + 3 <= last) {
              add(
                  sum,
                  out[at],
                  rows[row],
                  out[at + positions],
                  rows[row + 1],
                  out[at + 2 * positions],
                  rows[row + 2],
                  out[at + 3 * positions],
                  rows[row + 3]);
            } else {
              for (int rest = 0; o + rest <= last; rest++) {
                add(sum, out[at + rest * positions], rows[row + rest]);
              }
            }
          }
        }
      }
    }
    double[] in = input.values();
    int firstInput = first / groupOutputs() * groupInputs();
    for (int place = 0; place < sums.length; place++) {
      double[] sum = sums[place];
      for (int c = 0; sum != null && c < sum.length; c++) {
        in[(firstInput + c) * input.positions() + place] += sum[c];
      }
    }
  }

  private static void add(
      double[] sum,
      double a,
      double[] rowA,
      double b,
      double[] rowB,
      double c,
      double[] rowC,
      double d,
      double[] rowD) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += a * rowA[i] + b * rowB[i] + c * rowC[i] + d * rowD[i];
    }
  }

  private static void add(double[] sum, double factor, double[] row) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * row[i];
    }
  }
}
