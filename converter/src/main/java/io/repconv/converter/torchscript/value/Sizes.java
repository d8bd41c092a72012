package io.repconv.converter.torchscript.value;

import io.repconv.graph.Dim;
import org.jspecify.annotations.Nullable;

/**
 * The two forms of an int of a program: a {@link Long} where it is known, a {@link Dim} where it
 * depends on a size.
 */
public final class Sizes {
  private Sizes() {}

  /** A Long for a constant, else the Dim itself. */
  public static Object number(Dim dim) {
    return dim.isConstant() ? (Object) dim.value() : dim;
  }

  /** Whether the value is an int of either form. */
  public static boolean isInt(Object value) {
    return value instanceof Long || value instanceof Dim;
  }

  /** The Dim of an int of either form. */
  public static Dim dim(Object value) {
    return value instanceof Dim dim ? dim : Dim.of((Long) value);
  }

  /** Whether a is below b, null where that depends on the sizes of the input. */
  public static @Nullable Boolean isBelow(Dim a, Dim b) {
    Dim difference = b.minus(a);
    if (difference.isAtLeast(1)) {
      return true;
    }
    return difference.times(-1).isAtLeast(0) ? false : null;
  }

  /** Whether some sizes of the input may make the two equal. */
  public static boolean mayBeEqual(Dim a, Dim b) {
    Dim difference = a.minus(b);
    return !difference.isAtLeast(1) && !difference.times(-1).isAtLeast(1);
  }
}
