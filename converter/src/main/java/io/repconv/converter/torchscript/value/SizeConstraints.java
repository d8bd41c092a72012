package io.repconv.converter.torchscript.value;

import io.repconv.graph.Dim;
import io.repconv.graph.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Where it is decided what becomes of sizes that a program wants equal and that are not equal for
 * every input.
 */
public final class SizeConstraints {
  private SizeConstraints() {}

  /**
   * A tensor that broadcasts to a shape.
   *
   * @param lifted what its expansion fixed, where the tensor is the one before that expansion
   */
  public record Fitted(TorchTensor tensor, @Nullable FixedSize lifted) {}

  /**
   * Demands that two sizes are equal.
   *
   * @return whether they are; false where they cannot be
   * @throws FixedSize where one is a number and the other depends on the input and could be that
   *     number
   */
  public static boolean require(Dim a, Dim b, String where) {
    FixedSize conflict = conflict(a, b, where);
    if (conflict != null) {
      throw conflict;
    }
    return a.equals(b);
  }

  /** Demands that a tensor of one shape can be broadcast to another; as {@link #require} does. */
  public static boolean requireBroadcast(Shape from, Shape to, String where) {
    FixedSize conflict = broadcastConflict(from, to, where);
    if (conflict != null) {
      throw conflict;
    }
    return broadcasts(from, to);
  }

  /**
   * The tensor, or the one that it expands where the expansion fixed a size of the target: a trace
   * writes the broadcasting of {@code copy_} and of arithmetic down as expansions to the numbers of
   * its example, and what is expanded fits the other sizes too.
   *
   * @throws FixedSize where a size is fixed otherwise
   */
  public static Fitted fit(TorchTensor from, Shape to, String where) {
    FixedSize conflict = broadcastConflict(from.shape(), to, where);
    TorchTensor narrow = from.expandedFrom();
    if (conflict != null && narrow != null) {
      return new Fitted(fit(narrow, to, where).tensor(), conflict);
    }
    if (conflict != null) {
      throw conflict;
    }
    return new Fitted(from, null);
  }

  /** Whether every axis is 1 or has the target's size. */
  public static boolean broadcasts(Shape from, Shape to) {
    for (int axis = 1; axis <= from.rank(); axis++) {
      if (axis > to.rank()) {
        return false;
      }
      Dim size = from.dim(-axis);
      if (!size.is(1) && !size.equals(to.dim(-axis))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable FixedSize broadcastConflict(Shape from, Shape to, String where) {
    FixedSize found = null;
    for (int axis = 1; axis <= Math.min(from.rank(), to.rank()); axis++) {
      if (found == null && !from.dim(-axis).is(1) && !to.dim(-axis).is(1)) {
        found = conflict(from.dim(-axis), to.dim(-axis), where);
      }
    }
    return found;
  }

  private static @Nullable FixedSize conflict(Dim a, Dim b, String where) {
    Dim symbolic = a.isConstant() ? b : a;
    Dim number = a.isConstant() ? a : b;
    boolean possible =
        number.isConstant() && !symbolic.isConstant() && Sizes.mayBeEqual(symbolic, number);
    return possible ? new FixedSize(symbolic, number.value(), where) : null;
  }
}
