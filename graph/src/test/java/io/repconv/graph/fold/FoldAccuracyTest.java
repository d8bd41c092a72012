package io.repconv.graph.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Rounding;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every weight that is written lies within half an ulp, plus 4 * 2^-53 of its row's absolute sum,
 * of a fold by plain float64 loops: it is computed in double and rounded once.
 */
class FoldAccuracyTest {
  private static final int INPUTS = 8;
  private static final int MIDDLE = 6;
  private static final int OUTPUTS = 10;
  private static final double EPSILON = 1e-5;

  /** The parameters of a BatchNorm as scale and shift. */
  private static double[][] affine(Graph graph, String norm) {
    double[] gamma = parameter(graph, norm + ".scale");
    double[] beta = parameter(graph, norm + ".B");
    double[] mean = parameter(graph, norm + ".mean");
    double[] variance = parameter(graph, norm + ".var");
    double[][] result = new double[2][gamma.length];
    for (int c = 0; c < gamma.length; c++) {
      result[0][c] = gamma[c] / Math.sqrt(variance[c] + EPSILON);
      result[1][c] = beta[c] - mean[c] * result[0][c];
    }
    return result;
  }

  private static double[] parameter(Graph graph, String name) {
    return graph.nodes().stream()
        .flatMap(node -> node.inputs().stream())
        .filter(value -> value.name().equals(name))
        .findFirst()
        .map(Value::constant)
        .map(Tensor::doubles)
        .orElseThrow();
  }

  /**
   * 3x3-BN + 1x1-BN + (1x1 then 3x3-BN), the branches of a diverse branch block that need no
   * border.
   */
  private static Graph block(long seed) {
    Net net = new Net(seed, "[N, " + INPUTS + ", H, W]");
    Value dense = net.norm("n3", net.conv("c3", net.x, OUTPUTS, Net.Placed.kernel(3, 3).same()));
    Value point = net.norm("n1", net.conv("c1", net.x, OUTPUTS, Net.Placed.kernel(1, 1)));
    Value first = net.conv("a", net.x, MIDDLE, Net.Placed.kernel(1, 1));
    Value second = net.norm("nb", net.conv("b", first, OUTPUTS, Net.Placed.kernel(3, 3).same()));
    return net.output(net.add("sum", net.add("half", dense, point), second));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void weightsAreTheDoubleFoldRoundedOnce(long seed) {
    Graph graph = block(seed);
    Fold fold = RegionFolding.fold(graph).folds().get(0);
    Tensor written = Objects.requireNonNull(fold.node().input(1).constant());
    float[] weights = new float[written.size()];
    written.bytes().asFloatBuffer().get(weights);

    double[] c3 = parameter(graph, "c3.weight");
    double[] c1 = parameter(graph, "c1.weight");
    double[] a = parameter(graph, "a.weight");
    double[] b = parameter(graph, "b.weight");
    double[] s3 = affine(graph, "n3")[0];
    double[] s1 = affine(graph, "n1")[0];
    double[] sb = affine(graph, "nb")[0];
    for (int o = 0; o < OUTPUTS; o++) {
      double[] row = new double[INPUTS * 9];
      double absolute = 0;
      for (int c = 0; c < INPUTS; c++) {
        for (int t = 0; t < 9; t++) {
          double composed = 0;
          double size = 0;
          for (int m = 0; m < MIDDLE; m++) {
            composed += b[(o * MIDDLE + m) * 9 + t] * a[m * INPUTS + c];
            size += Math.abs(b[(o * MIDDLE + m) * 9 + t] * a[m * INPUTS + c]);
          }
          double centre = t == 4 ? s1[o] * c1[o * INPUTS + c] : 0;
          row[c * 9 + t] = s3[o] * c3[(o * INPUTS + c) * 9 + t] + centre + sb[o] * composed;
          absolute +=
              Math.abs(s3[o] * c3[(o * INPUTS + c) * 9 + t])
                  + Math.abs(centre)
                  + Math.abs(sb[o]) * size;
        }
      }
      for (int i = 0; i < row.length; i++) {
        double allowed = Rounding.ulp(row[i], ElementType.FLOAT) / 2 + 4 * 0x1p-53 * absolute;
        assertThat(Math.abs(weights[o * row.length + i] - row[i]))
            .as("row %d, element %d", o, i)
            .isLessThanOrEqualTo(allowed);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theBiasIsTheSumOfTheShiftsRoundedOnce(long seed) {
    Graph graph = block(seed);
    Fold fold = RegionFolding.fold(graph).folds().get(0);
    Tensor written = Objects.requireNonNull(fold.node().input(2).constant());
    float[] bias = new float[OUTPUTS];
    written.bytes().asFloatBuffer().get(bias);
    for (int o = 0; o < OUTPUTS; o++) {
      double expected =
          affine(graph, "n3")[1][o] + affine(graph, "n1")[1][o] + affine(graph, "nb")[1][o];
      assertThat((double) bias[o])
          .isCloseTo(
              expected,
              org.assertj.core.data.Offset.offset(
                  Rounding.ulp(expected, ElementType.FLOAT) / 2 + 1e-15));
    }
  }
}
