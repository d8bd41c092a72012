package io.repconv.converter.torchscript.value;

import io.repconv.graph.Dim;

/**
 * A size times a real number, as interpolation by a scale computes it on the way to the new size.
 */
public record ScaledSize(Dim size, double factor) {
  /**
   * The largest integer that is not above it, where that is an expression over sizes.
   *
   * @throws UndecidedSize where the factor is neither an integer nor one over an integer
   */
  public Dim floor() {
    if (factor == Math.rint(factor) && Math.abs(factor) < 1 << 30) {
      return size.times((long) factor);
    }
    double inverse = Math.rint(1 / factor);
    if (factor > 0 && 1 / inverse == factor && inverse < 1 << 30) {
      return size.floorDiv((long) inverse);
    }
    throw new UndecidedSize("floor(" + this + ")");
  }

  @Override
  public String toString() {
    return size + " * " + factor;
  }
}
