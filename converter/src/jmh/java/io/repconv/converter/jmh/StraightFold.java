package io.repconv.converter.jmh;

import io.repconv.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * The folds of the blocks as their authors' formulas give them, in straight loops over float64
 * arrays for one block at a time. What is folded is known beforehand, nothing is proved, one group
 * but for depthwise blocks.
 */
final class StraightFold {
  private static final int SIZE = 3;
  private static final int TAPS = SIZE * SIZE;
  private static final double EPSILON = 1e-5;

  private final Map<String, Tensor> parameters;
  private final int outputs;

  /** Inputs of a group. */
  private final int inputs;

  private final double[] kernel;
  private final double[] bias;

  private StraightFold(Map<String, Tensor> parameters, int outputs, int inputs) {
    this.parameters = parameters;
    this.outputs = outputs;
    this.inputs = inputs;
    this.kernel = new double[outputs * inputs * TAPS];
    this.bias = new double[outputs];
  }

  /** The kernel {@code [outputs, inputs, 3, 3]} in float32, little-endian. */
  static ByteBuffer kernel(
      FoldedBlock block, Map<String, Tensor> parameters, int outputs, int inputs) {
    StraightFold fold = new StraightFold(parameters, outputs, inputs);
    switch (block) {
      case ACB -> fold.asymmetric();
      case DBB -> fold.diverse();
      case REPVGG -> fold.repvgg();
      case MOBILEONE -> fold.mobileOne();
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(fold.kernel.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double weight : fold.kernel) {
      bytes.putFloat((float) weight);
    }
    return bytes.flip();
  }

  private void repvgg() {
    addBranch("rbr_dense.conv", "rbr_dense.bn", SIZE, SIZE);
    addBranch("rbr_1x1.conv", "rbr_1x1.bn", 1, 1);
    addIdentity("rbr_identity");
  }

  private void mobileOne() {
    for (int i = 0; i < 4; i++) {
      addBranch("rbr_conv." + i + ".conv", "rbr_conv." + i + ".bn", SIZE, SIZE);
    }
    addBranch("rbr_scale.conv", "rbr_scale.bn", 1, 1);
    addIdentity("rbr_skip");
  }

  private void asymmetric() {
    addBranch("square_conv", "square_bn", SIZE, SIZE);
    addBranch("ver_conv", "ver_bn", SIZE, 1);
    addBranch("hor_conv", "hor_bn", 1, SIZE);
  }

  private void diverse() {
    addBranch("dbb_origin.conv", "dbb_origin.bn", SIZE, SIZE);
    addBranch("dbb_1x1.conv", "dbb_1x1.bn", 1, 1);

    double[] mean = new double[outputs * outputs * TAPS];
    for (int o = 0; o < outputs; o++) {
      Arrays.fill(mean, (o * outputs + o) * TAPS, (o * outputs + o + 1) * TAPS, 1.0 / TAPS);
    }
    addSequence(values("dbb_avg.conv.weight"), "dbb_avg.bn.bn", mean, "dbb_avg.avgbn");

    double[] point = values("dbb_1x1_kxk.idconv1.weight");
    for (int i = 0; i < inputs; i++) {
      point[i * inputs + i] += 1;
    }
    addSequence(point, "dbb_1x1_kxk.bn1.bn", values("dbb_1x1_kxk.conv2.weight"), "dbb_1x1_kxk.bn2");
  }

  private double[] values(String name) {
    ByteBuffer bytes = Objects.requireNonNull(parameters.get(name), name).bytes();
    double[] values = new double[bytes.remaining() / Float.BYTES];
    ByteBuffer little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      values[i] = little.getFloat();
    }
    return values;
  }

  /** gamma / sqrt(var + epsilon), and beta - mean * scale. */
  private double[][] norm(String name) {
    double[] scale = values(name + ".weight");
    double[] shift = values(name + ".bias");
    double[] mean = values(name + ".running_mean");
    double[] variance = values(name + ".running_var");
    for (int c = 0; c < scale.length; c++) {
      scale[c] /= Math.sqrt(variance[c] + EPSILON);
      shift[c] -= mean[c] * scale[c];
    }
    return new double[][] {scale, shift};
  }

  private void addBranch(String conv, String bn, int height, int width) {
    double[] weight = values(conv + ".weight");
    double[][] norm = norm(bn);
    int top = (SIZE - height) / 2;
    int left = (SIZE - width) / 2;
    int from = 0;
    for (int o = 0; o < outputs; o++) {
      double scale = norm[0][o];
      for (int c = 0; c < inputs; c++) {
        int to = (o * inputs + c) * TAPS;
        for (int u = 0; u < height; u++) {
          for (int v = 0; v < width; v++) {
            kernel[to + (top + u) * SIZE + left + v] += scale * weight[from++];
          }
        }
      }
      bias[o] += norm[1][o];
    }
  }

  private void addIdentity(String bn) {
    double[][] norm = norm(bn);
    for (int o = 0; o < outputs; o++) {
      kernel[(o * inputs + o % inputs) * TAPS + TAPS / 2] += norm[0][o];
      bias[o] += norm[1][o];
    }
  }

  /** second after the pointwise first, each with its norm. */
  private void addSequence(double[] first, String firstNorm, double[] second, String secondNorm) {
    double[][] before = norm(firstNorm);
    double[][] after = norm(secondNorm);
    int between = before[0].length;
    double[] row = new double[inputs * TAPS];
    for (int o = 0; o < outputs; o++) {
      Arrays.fill(row, 0);
      double shift = 0;
      for (int m = 0; m < between; m++) {
        for (int tap = 0; tap < TAPS; tap++) {
          double weight = second[(o * between + m) * TAPS + tap];
          if (weight == 0) {
            continue;
          }
          double scaled = weight * before[0][m];
          for (int c = 0; c < inputs; c++) {
            row[tap * inputs + c] += scaled * first[m * inputs + c];
          }
          shift += weight * before[1][m];
        }
      }
      for (int c = 0; c < inputs; c++) {
        for (int tap = 0; tap < TAPS; tap++) {
          kernel[(o * inputs + c) * TAPS + tap] += after[0][o] * row[tap * inputs + c];
        }
      }
      bias[o] += after[0][o] * shift + after[1][o];
    }
  }
}
