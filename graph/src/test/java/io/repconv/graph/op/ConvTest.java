package io.repconv.graph.op;

import static io.repconv.graph.op.Ops.dims;
import static io.repconv.graph.op.Ops.run;
import static io.repconv.graph.op.Ops.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConvTest {
  /** Sums of a few thousand products of normal numbers differ by less in another order. */
  private static final double ROUNDING = 1e-11;

  private final List<Integer> strides = new ArrayList<>();
  private final List<Integer> dilations = new ArrayList<>();
  private final List<Integer> pads = new ArrayList<>();
  private final List<Integer> kernel = new ArrayList<>();

  private static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isTheSumOfItsDefinition(long seed) {
    Random random = new Random(seed);
    int axes = 1 + random.nextInt(3);
    // Few and many channels, and such that leave some over when they are taken in blocks.
    int group = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 1;
    int groupInputs = random.nextInt(4) == 0 ? 30 + random.nextInt(40) : 1 + random.nextInt(7);
    int groupOutputs = random.nextBoolean() ? 16 + random.nextInt(120) : 1 + random.nextInt(15);
    List<Long> input = new ArrayList<>(List.of(1L + random.nextInt(3), (long) group * groupInputs));
    List<Long> weight = new ArrayList<>(List.of((long) group * groupOutputs, (long) groupInputs));
    List<Integer> ends = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      kernel.add(1 + random.nextInt(3));
      strides.add(1 + random.nextInt(3));
      dilations.add(1 + random.nextInt(3));
      pads.add(random.nextInt(4));
      ends.add(random.nextInt(4));
      weight.add((long) kernel.get(axis));
      input.add(
          1L + dilations.get(axis) * (kernel.get(axis) - 1L) + random.nextInt(12 / (axes * axes)));
    }
    pads.addAll(ends);
    Tensor x = noise(random, input);
    Tensor w = noise(random, weight);
    Tensor bias = random.nextBoolean() ? noise(random, weight.subList(0, 1)) : Tensor.absent();
    Tensor y = run(new Conv(Window.of(strides, dilations, pads), group), x, w, bias);
    for (int i = 0; i < y.size(); i++) {
      assertThat(y.doubleAt(i))
          .as("seed %d, element %s", seed, y.position(i))
          .isCloseTo(defined(x, w, bias, group, y.position(i)), within(ROUNDING));
    }
  }

  /** {@code B[o] + sum over c, t of W[o, c, t] * X~[n, g(o)*C/group + c, s*p - begin + d*t]}. */
  private double defined(Tensor x, Tensor w, Tensor bias, int group, List<Long> place) {
    long o = place.get(1);
    long[] at = x.dims();
    at[0] = place.get(0);
    double sum = bias.isAbsent() ? 0 : bias.doubleAt((int) o);
    int width = (int) (w.size() / w.dim(0));
    for (int i = (int) o * width; i < (o + 1) * width; i++) {
      List<Long> tap = w.position(i);
      at[1] = o / (w.dim(0) / group) * w.dim(1) + tap.get(1);
      for (int a = 0; a < kernel.size(); a++) {
        at[a + 2] =
            strides.get(a) * place.get(a + 2) - pads.get(a) + dilations.get(a) * tap.get(a + 2);
      }
      sum += w.doubleAt(i) * extended(x, at);
    }
    return sum;
  }

  private static double extended(Tensor x, long[] at) {
    long place = 0;
    for (int axis = 0; axis < at.length; axis++) {
      if (at[axis] < 0 || at[axis] >= x.dim(axis)) {
        return 0;
      }
      place = place * x.dim(axis) + at[axis];
    }
    return x.doubleAt((int) place);
  }

  private static Tensor noise(Random random, List<Long> sizes) {
    long[] dims = sizes.stream().mapToLong(Long::longValue).toArray();
    double[] values = new double[Math.toIntExact(Tensor.elements(dims))];
    Arrays.setAll(values, i -> random.nextGaussian());
    return Tensor.of(ElementType.DOUBLE, dims, values);
  }

  @ParameterizedTest
  @MethodSource("channels")
  void aTapOutsideTheInputAddsNothingWhateverItsWeight(int channels) {
    double[] weights = new double[channels * 3];
    Arrays.fill(weights, 1);
    IntStream.range(0, channels).forEach(o -> weights[o * 3] = Double.POSITIVE_INFINITY);
    Tensor w = Tensor.of(ElementType.DOUBLE, dims(channels, 1, 3), weights);
    Window window = Window.of(List.of(2), List.of(1), List.of(1, 1));
    assertThat(run(new Conv(window, 1), tensor(dims(1, 1, 2), 3, 4), w).doubles()).containsOnly(7);
  }

  private static IntStream channels() {
    return IntStream.of(1, 20);
  }

  @ParameterizedTest
  @MethodSource("channels")
  void aWeightIsAskedForOnceWhateverTheSizeOfTheInput(int channels) {
    int[] asked = new int[channels];
    Tensor w =
        Tensor.deferred(
            ElementType.DOUBLE,
            dims(channels, 1, 1),
            (from, to) -> {
              IntStream.range(from, to).forEach(row -> asked[row]++);
              return new double[to - from];
            });
    Tensor x = tensor(dims(2, 1, 600), new double[1200]);
    run(new Conv(Window.UNIT, 1), x, w);
    assertThat(asked).containsOnly(1);
  }
}
