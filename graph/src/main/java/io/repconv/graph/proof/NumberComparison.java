package io.repconv.graph.proof;

import io.repconv.graph.ElementType;
import io.repconv.graph.Rounding;
import io.repconv.graph.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects how far numbers are from what they should be. */
final class NumberComparison {
  /** Roundings of a few operations in double, relative to the sum of absolute values. */
  private static final double IN_DOUBLE = 16 * 0x1p-53;

  private final ElementType type;
  private long elements;
  private boolean rounded = true;
  private int worst;
  private double units;
  private double worstExpected;
  private double worstActual;

  /**
   * @param type what the deployed numbers are stored as
   */
  NumberComparison(ElementType type) {
    this.type = type;
  }

  /**
   * Adds numbers that lie beside each other in the deployed constant.
   *
   * @param first the place of the first
   * @param magnitudes gives theirs where one of them is not rounded once
   */
  void addAll(int first, double[] expected, double[] actual, Supplier<double[]> magnitudes) {
    double[] known = {};
    int rounded = 0;
    for (int i = 0; i < actual.length; i++) {
      if (isRounded(expected[i], actual[i])) {
        rounded++;
      } else {
        known = known.length == 0 ? magnitudes.get() : known;
        add(first + i, expected[i], Math.abs(known[i]), actual[i]);
      }
    }
    elements += rounded;
  }

  private boolean isRounded(double expected, double actual) {
    return expected == actual
        || (Rounding.round(expected, type) == actual && Double.isFinite(actual));
  }

  /** Adds a number if it is the expected one or that rounded once; whether it is. */
  boolean addRounded(double expected, double actual) {
    boolean once = isRounded(expected, actual);
    elements += once ? 1 : 0;
    return once;
  }

  /**
   * Adds any number.
   *
   * @param element its place in the deployed constant, -1 where it has none there
   * @param magnitude the sum of absolute values that its rounding errors are relative to
   */
  void add(int element, double expected, double magnitude, double actual) {
    elements++;
    double off = Math.abs(actual - expected);
    if (off <= Rounding.ulp(actual, type) / 2 + IN_DOUBLE * magnitude) {
      return;
    }
    // Rounding may make the smallest number of the type of anything.
    double beyond = Math.max(0, off - Rounding.ulp(0, type));
    double relative = beyond == 0 ? 0 : beyond / (type.unitRoundoff() * magnitude);
    relative = Double.isNaN(relative) ? Double.POSITIVE_INFINITY : relative;
    if (rounded || relative > units) {
      worst = element;
      units = relative;
      worstExpected = expected;
      worstActual = actual;
    }
    rounded = false;
  }

  WeightMatch result(String layer, String parameter, Tensor deployed) {
    Optional<WeightMatch.Element> element =
        rounded
            ? Optional.empty()
            : Optional.of(new WeightMatch.Element(position(deployed), worstExpected, worstActual));
    return new WeightMatch(layer, parameter, elements, rounded, units, element);
  }

  private List<Long> position(Tensor deployed) {
    return worst < 0 ? List.of() : deployed.position(worst);
  }
}
