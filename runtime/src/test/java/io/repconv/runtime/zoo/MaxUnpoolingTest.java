package io.repconv.runtime.zoo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.Interpreter;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both poolings against a plain walk over the windows as PyTorch's kernels do it: the first of
 * equal maxima counts, and the last window that names an element decides what is put there.
 */
class MaxUnpoolingTest {
  private static final int CHANNELS = 3;

  /** Few different numbers, so that maxima are equal and windows share them. */
  private static Tensor image(int seed, int height, int width) {
    Random random = new Random(seed);
    long[] dims = {2, CHANNELS, height, width};
    double[] values = new double[2 * CHANNELS * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(5) - 3;
    }
    return Tensor.of(ElementType.FLOAT, dims, values);
  }

  /** A masked negative number is a zero with a sign. */
  private static double[] unsigned(Tensor output) {
    return Arrays.stream(output.doubles()).map(value -> value + 0.0).toArray();
  }

  /** Pools, and puts back 10 times the maxima plus one. */
  private static Graph graph(boolean overlapping) {
    NetworkBuilder network = new NetworkBuilder("pooling", 1);
    Value x = network.image(CHANNELS);
    Scope root = network.root();
    if (overlapping) {
      OverlappingUnpooling pool = OverlappingUnpooling.of(root, x);
      return network.build(pool.unpool(root, changed(root, pool.pooled()))).graph();
    }
    MaxUnpooling pool = MaxUnpooling.of(root, x);
    return network.build(pool.unpool(root, changed(root, pool.pooled()))).graph();
  }

  private static Value changed(Scope scope, Value pooled) {
    Value ten = scope.nodes().constant(Tensor.scalar(ElementType.FLOAT, 10));
    Value one = scope.nodes().constant(Tensor.scalar(ElementType.FLOAT, 1));
    return scope.add(scope.multiply(pooled, ten), one);
  }

  /** The same by a walk; the output has this size. */
  private static double[] walked(Tensor x, int kernel, int padding, int height, int width) {
    int rows = (int) x.dim(2);
    int columns = (int) x.dim(3);
    int windowRows = (rows + 2 * padding - kernel) / 2 + 1;
    int windowColumns = (columns + 2 * padding - kernel) / 2 + 1;
    double[] values = x.doubles();
    double[] y = new double[2 * CHANNELS * height * width];
    for (int plane = 0; plane < 2 * CHANNELS; plane++) {
      for (int window = 0; window < windowRows * windowColumns; window++) {
        int top = window / windowColumns * 2 - padding;
        int left = window % windowColumns * 2 - padding;
        double most = Double.NEGATIVE_INFINITY;
        int at = -1;
        for (int tap = 0; tap < kernel * kernel; tap++) {
          int row = top + tap / kernel;
          int column = left + tap % kernel;
          boolean inside = row >= 0 && row < rows && column >= 0 && column < columns;
          if (inside && values[(plane * rows + row) * columns + column] > most) {
            most = values[(plane * rows + row) * columns + column];
            at = (plane * height + row) * width + column;
          }
        }
        y[at] = 10 * most + 1;
      }
    }
    return y;
  }

  @ParameterizedTest(name = "seed {0}, {1} x {2}")
  @CsvSource({"1, 8, 6", "2, 7, 9", "3, 2, 3", "4, 16, 5"})
  void putsValuesBackWhereTheMaximaWere(int seed, int height, int width) {
    Tensor image = image(seed, height, width);
    Tensor output =
        requireNonNull(Interpreter.run(graph(false), Map.of("input", image)).get("output"));
    assertThat(output.dims()).isEqualTo(image.dims());
    assertThat(unsigned(output)).containsExactly(walked(image, 2, 0, height, width));
  }

  @ParameterizedTest(name = "seed {0}, {1} x {2}")
  @CsvSource({"1, 8, 6", "2, 7, 9", "3, 1, 2", "4, 16, 5"})
  void theLastOfOverlappingWindowsDecides(int seed, int height, int width) {
    Tensor image = image(seed, height, width);
    int rows = (height + 1) / 2 * 2;
    int columns = (width + 1) / 2 * 2;
    Tensor output =
        requireNonNull(Interpreter.run(graph(true), Map.of("input", image)).get("output"));
    assertThat(output.dims()).containsExactly(2, CHANNELS, rows, columns);
    assertThat(output.doubles()).containsExactly(walked(image, 3, 1, rows, columns));
  }
}
