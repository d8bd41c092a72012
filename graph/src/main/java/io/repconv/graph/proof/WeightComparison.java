package io.repconv.graph.proof;

import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.fold.Magnitudes;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the constants of nodes that were laid on each other. */
final class WeightComparison {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  /** Numbers that are compared at a time, few enough to stay in a processor's cache. */
  private static final int BLOCK = 1 << 15;

  private final Map<Tensor, Magnitudes> magnitudes;

  /**
   * @param magnitudes of the folds of the original, by their weights; of other constants the
   *     magnitude is their absolute value
   */
  WeightComparison(Map<Tensor, Magnitudes> magnitudes) {
    this.magnitudes = magnitudes;
  }

  WeightMatch compare(Alignment.Constants pair) {
    String layer = pair.deployed().described();
    Value parameter = pair.deployed().input(pair.deployedInput());
    if (pair.deployedInput() == 1) {
      Optional<ConvolutionMap> one = ConvolutionMap.of(pair.original());
      Optional<ConvolutionMap> other = ConvolutionMap.of(pair.deployed());
      if (one.isPresent() && other.isPresent()) {
        return weights(one.get(), other.get())
            .result(layer, parameter.name(), other.get().weight());
      }
    }
    Value source = pair.original().input(pair.originalInput());
    String name = parameter.isAbsent() ? "the bias that is not there" : parameter.name();
    return numbers(source.constant(), parameter.constant(), pair.original(), layer, name);
  }

  private WeightMatch numbers(
      @Nullable Tensor expected,
      @Nullable Tensor actual,
      Node original,
      String layer,
      String parameter) {
    Tensor shape = actual != null ? actual : expected;
    if (shape == null || !fit(expected, actual)) {
      return new WeightMatch(layer, parameter, 0, false, INFINITE, Optional.empty());
    }
    double[] zeros = new double[expected == null || actual == null ? shape.size() : 0];
    double[] e = expected == null ? zeros : expected.doubles();
    double[] a = actual == null ? zeros : actual.doubles();
    if (!shape.type().isFloating()) {
      boolean equal = Arrays.equals(e, a);
      return new WeightMatch(
          layer, parameter, e.length, equal, equal ? 0 : INFINITE, Optional.empty());
    }
    NumberComparison comparison = new NumberComparison(shape.type());
    comparison.addAll(0, e, a, () -> magnitude(original, e));
    return comparison.result(layer, parameter, shape);
  }

  private static boolean fit(@Nullable Tensor expected, @Nullable Tensor actual) {
    return expected == null
        || actual == null
        || (expected.type().bytes() > 0
            && actual.type().isFloating() == expected.type().isFloating()
            && Arrays.equals(expected.dims(), actual.dims()));
  }

  private double[] magnitude(Node original, double[] expected) {
    Tensor weight = original.input(1).constant();
    Magnitudes folded = weight == null ? null : magnitudes.get(weight);
    return folded != null
        ? folded.bias().doubles()
        : Arrays.stream(expected).map(Math::abs).toArray();
  }

  /** What one of the two kernels does not have is zero in it. */
  private NumberComparison weights(ConvolutionMap one, ConvolutionMap other) {
    Magnitudes folded = magnitudes.get(one.weight());
    Tensor absolute = folded == null ? one.weight() : folded.weight();
    NumberComparison comparison = new NumberComparison(other.weight().type());
    if (one.hasPlacesOf(other)) {
      inPlace(one.weight(), absolute, other.weight(), comparison);
    } else {
      byOffset(one, absolute, other, comparison);
    }
    return comparison;
  }

  /** Compares weights whose numbers lie at the same places, some rows at a time. */
  private static void inPlace(
      Tensor one, Tensor absolute, Tensor other, NumberComparison comparison) {
    int width = other.size() / Math.max(1, Math.toIntExact(other.dim(0)));
    int most = Math.max(1, BLOCK / Math.max(1, width)) * width;
    for (int at = 0; at < other.size(); at += Math.min(most, other.size() - at)) {
      int from = at;
      int to = from + Math.min(most, other.size() - from);
      comparison.addAll(
          from, one.doubles(from, to), other.doubles(from, to), () -> absolute.doubles(from, to));
    }
  }

  private static void byOffset(
      ConvolutionMap one, Tensor absolute, ConvolutionMap other, NumberComparison comparison) {
    KernelReader expected = new KernelReader(one, one.weight());
    KernelReader magnitude = new KernelReader(one, absolute);
    KernelReader actual = new KernelReader(other, other.weight());
    Set<List<Integer>> offsets = new LinkedHashSet<>(other.offsets());
    offsets.addAll(one.offsets());
    int[] expectedTaps = one.taps(offsets);
    int[] actualTaps = other.taps(offsets);
    for (int o = 0; o < other.outputs(); o++) {
      int from = Math.min(one.firstInput(o), other.firstInput(o));
      int to =
          Math.max(
              one.firstInput(o) + one.groupInputs(), other.firstInput(o) + other.groupInputs());
      for (int c = from; c < to; c++) {
        for (int i = 0; i < actualTaps.length; i++) {
          double k = expected.at(o, c, expectedTaps[i]);
          double written = actual.at(o, c, actualTaps[i]);
          if (!comparison.addRounded(k, written)) {
            double s = Math.abs(magnitude.at(o, c, expectedTaps[i]));
            comparison.add(actual.place(o, c, actualTaps[i]), k, s, written);
          }
        }
      }
    }
  }
}
