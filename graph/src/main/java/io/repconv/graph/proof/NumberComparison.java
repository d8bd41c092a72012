package io.repconv.graph.proof;

import io.repconv.graph.ElementType;
import io.repconv.graph.Rounding;
import io.repconv.graph.Tensor;
import java.util.List;
import java.util.Optional;

/** Collects how far numbers are from what they should be. */
final class NumberComparison {
  /** Roundings of a few operations in double, relative to the sum of absolute values. */
  private static final double IN_DOUBLE = 16 * 0x1p-53;

  private final ElementType type;
  private final double roundoff;
  private long elements;
  private boolean rounded = true;
  private double units;
  private boolean any;
  private int worst;
  private double worstUnits;
  private boolean worstRounded = true;
  private double worstExpected;
  private double worstActual;

  /**
   * @param type what the deployed numbers are stored as
   */
  NumberComparison(ElementType type) {
    this.type = type;
    this.roundoff = type.unitRoundoff();
  }

  /**
   * Adds a number.
   *
   * @param element its place in the deployed constant, -1 where it has none there
   * @param magnitude the sum of absolute values that its rounding errors are relative to
   */
  void add(int element, double expected, double magnitude, double actual) {
    elements++;
    if (expected == actual) {
      return;
    }
    double off = Math.abs(actual - expected);
    boolean once =
        actual == Rounding.round(expected, type)
            || off <= Rounding.ulp(actual, type) / 2 + IN_DOUBLE * magnitude;
    // The smallest number of the type is an error that rounding may make of anything.
    double beyond = Math.max(0, off - Rounding.ulp(0, type));
    double relative = beyond == 0 ? 0 : beyond / (roundoff * magnitude);
    relative = Double.isNaN(relative) ? Double.POSITIVE_INFINITY : relative;
    rounded &= once;
    units = Math.max(units, relative);
    boolean worse = once == worstRounded ? relative >= worstUnits : !once;
    if (worse) {
      any = true;
      worst = element;
      worstUnits = relative;
      worstRounded = once;
      worstExpected = expected;
      worstActual = actual;
    }
  }

  WeightMatch result(String layer, String parameter, Tensor deployed) {
    Optional<WeightMatch.Element> element =
        any
            ? Optional.of(new WeightMatch.Element(position(deployed), worstExpected, worstActual))
            : Optional.empty();
    return new WeightMatch(layer, parameter, elements, rounded, units, element);
  }

  private List<Long> position(Tensor deployed) {
    return worst < 0 ? List.of() : deployed.position(worst);
  }
}
