package io.repconv.converter.torchscript.value;

import io.repconv.graph.Dim;
import io.repconv.graph.Shape;

/**
 * Where it is decided what becomes of sizes that a program wants equal and that are not equal for
 * every input.
 */
public final class SizeConstraints {
  private SizeConstraints() {}

  /** Whether two sizes are equal for every size of the input. */
  public static boolean areEqual(Dim a, Dim b) {
    return a.equals(b);
  }

  /**
   * Demands that two sizes are equal.
   *
   * @throws FixedSize where one is a number and the other depends on the input and could be that
   *     number
   * @return whether they are equal; false where they cannot be
   */
  public static boolean require(Dim a, Dim b, String where) {
    if (a.equals(b)) {
      return true;
    }
    Dim symbolic = a.isConstant() ? b : a;
    Dim number = a.isConstant() ? a : b;
    if (number.isConstant() && !symbolic.isConstant() && Sizes.mayBeEqual(symbolic, number)) {
      throw new FixedSize(symbolic, number.value(), where);
    }
    return false;
  }

  /** Whether a tensor of one shape can be broadcast to another; throws as {@link #require} does. */
  public static boolean requireBroadcast(Shape from, Shape to, String where) {
    if (from.rank() > to.rank()) {
      return false;
    }
    boolean fits = true;
    for (int axis = 1; axis <= from.rank(); axis++) {
      Dim source = from.dim(-axis);
      fits = fits && (source.is(1) || require(source, to.dim(-axis), where));
    }
    return fits;
  }
}
