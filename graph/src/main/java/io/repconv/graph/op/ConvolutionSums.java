package io.repconv.graph.op;

import io.repconv.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Computes the sums that a convolution is, in double, on all processors.
 *
 * <p>What is added in the innermost loop are numbers that lie side by side: those of a group's
 * output channels at one position, or, where a group has few of them, those of a channel's
 * neighbouring positions. Only rows of the weight that are being worked on are in memory, and each
 * is asked for once.
 */
final class ConvolutionSums {
  /** Multiply-adds that are worth another thread. */
  private static final int LEAST_PARALLEL = 1 << 18;

  /** Output channels that make a loop over them pay. */
  private static final int LEAST_CHANNELS = 16;

  /** Output channels, input channels and positions that together stay in a processor's cache. */
  private static final int OUTPUT_BLOCK = 64;

  private static final int INPUT_BLOCK = 16;
  private static final int POSITION_BLOCK = 256;

  private final double[] x;
  private final Tensor weight;
  private final double[] bias;
  private final WindowWalk walk;
  private final int batch;
  private final int inputs;
  private final int outputs;
  private final int groupInputs;
  private final int groupOutputs;
  private final int taps;

  /** Input positions of a channel of one sample, and output positions of one. */
  private final int plane;

  private final int positions;
  private final double[] y;
  private final boolean parallel;

  /**
   * @param bias a number for each output channel, or none
   * @param walk over the input's planes
   */
  ConvolutionSums(Tensor x, Tensor weight, double[] bias, int group, WindowWalk walk) {
    this.x = x.doubles();
    this.weight = weight;
    this.bias = bias;
    this.walk = walk;
    this.batch = Math.toIntExact(x.dim(0));
    this.inputs = Math.toIntExact(x.dim(1));
    this.outputs = Math.toIntExact(weight.dim(0));
    this.groupInputs = Math.toIntExact(weight.dim(1));
    this.groupOutputs = outputs / group;
    this.taps = walk.taps();
    this.plane = walk.inputPositions();
    this.positions = walk.outputPositions();
    this.y = new double[Math.toIntExact(Tensor.elements(batch, outputs, positions))];
    this.parallel = (long) y.length * groupInputs * taps >= LEAST_PARALLEL;
  }

  /** The output, {@code [batch, outputs, positions]}. */
  double[] compute() {
    if (groupOutputs >= LEAST_CHANNELS) {
      alongChannels();
    } else {
      alongPositions();
    }
    return y;
  }

  private IntStream range(int count) {
    IntStream all = IntStream.range(0, count);
    return parallel ? all.parallel() : all;
  }

  private double[] rows(int first, int count) {
    int width = groupInputs * taps;
    return weight.doubles(first * width, (first + count) * width);
  }

  /** The first input channel that an output channel reads. */
  private int firstInput(int output) {
    return output / groupOutputs * groupInputs;
  }

  private void alongPositions() {
    List<List<WindowWalk.Run>> runs = IntStream.range(0, taps).mapToObj(walk::runs).toList();
    range(outputs)
        .forEach(
            o -> {
              double[] row = rows(o, 1);
              for (int n = 0; n < batch; n++) {
                int to = (n * outputs + o) * positions;
                Arrays.fill(y, to, to + positions, bias.length > 0 ? bias[o] : 0);
                int from = (n * inputs + firstInput(o)) * plane;
                for (int i = 0; i < row.length; i++) {
                  for (WindowWalk.Run run : runs.get(i % taps)) {
                    walk.add(run, row[i], x, from + i / taps * plane, y, to);
                  }
                }
              }
            });
  }

  private void alongChannels() {
    int[][] under = new int[taps][];
    Arrays.setAll(under, walk::inputsUnder);
    int all = batch * positions;
    int blocks = (groupOutputs + OUTPUT_BLOCK - 1) / OUTPUT_BLOCK;
    int groups = outputs / groupOutputs;
    range(groups * blocks)
        .map(block -> block / blocks * groupOutputs + block % blocks * OUTPUT_BLOCK)
        .forEach(
            first -> {
              double[] rows = rows(first, blockSize(first));
              range((all + POSITION_BLOCK - 1) / POSITION_BLOCK)
                  .map(part -> part * POSITION_BLOCK)
                  .forEach(
                      from -> sum(rows, first, under, from, Math.min(all, from + POSITION_BLOCK)));
            });
  }

  /** The output channels of the block that begins with one. */
  private int blockSize(int first) {
    return Math.min(OUTPUT_BLOCK, groupOutputs - first % groupOutputs);
  }

  /**
   * The sums of a block of output channels at some positions.
   *
   * @param rows the weights of the block
   * @param under for each tap and output position the input position
   * @param from the first position, counted through all samples
   */
  private void sum(double[] rows, int first, int[][] under, int from, int to) {
    int count = blockSize(first);
    double[][] sums = new double[to - from][count];
    for (int p = 0; bias.length > 0 && p < sums.length; p++) {
      System.arraycopy(bias, first, sums[p], 0, count);
    }
    double[][] weights = new double[Math.min(INPUT_BLOCK, groupInputs) * taps][count];
    for (int c = 0; c < groupInputs; c += INPUT_BLOCK) {
      int channels = Math.min(INPUT_BLOCK, groupInputs - c);
      for (int o = 0; o < count; o++) {
        int row = (o * groupInputs + c) * taps;
        for (int i = 0; i < channels * taps; i++) {
          weights[i][o] = rows[row + i];
        }
      }
      for (int tap = 0; tap < taps; tap++) {
        for (int p = from; p < to; p++) {
          int at = under[tap][p % positions];
          if (at >= 0) {
            int channel = p / positions * inputs + firstInput(first) + c;
            add(weights, tap, channels, channel * plane + at, sums[p - from]);
          }
        }
      }
    }
    for (int p = from; p < to; p++) {
      for (int o = 0; o < count; o++) {
        y[(p / positions * outputs + first + o) * positions + p % positions] = sums[p - from][o];
      }
    }
  }

  /**
   * Adds to each output channel what some input channels give it through one tap.
   *
   * @param weights for each input channel and tap a number for each output channel
   * @param from where the first input channel lies in x
   */
  private void add(double[][] weights, int tap, int channels, int from, double[] sums) {
    int i = 0;
    // A sum is read and written once for four channels.
    for (; i + 4 <= channels; i += 4) {
      int at = from + i * plane;
      double[] a = weights[i * taps + tap];
      double[] b = weights[(i + 1) * taps + tap];
      double[] c = weights[(i + 2) * taps + tap];
      double[] d = weights[(i + 3) * taps + tap];
      addFour(sums, a, x[at], b, x[at + plane], c, x[at + 2 * plane], d, x[at + 3 * plane]);
    }
    for (; i < channels; i++) {
      double factor = x[from + i * plane];
      double[] weight = weights[i * taps + tap];
      for (int o = 0; o < sums.length; o++) {
        sums[o] += factor * weight[o];
      }
    }
  }

  /** A method of its own, so that it is compiled as soon as it is warm. */
  private static void addFour(
      double[] sums,
      double[] a,
      double s,
      double[] b,
      double t,
      double[] c,
      double u,
      double[] d,
      double v) {
    for (int o = 0; o < sums.length; o++) {
      sums[o] = sums[o] + s * a[o] + t * b[o] + u * c[o] + v * d[o];
    }
  }
}
