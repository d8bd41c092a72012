package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.ScaledSize;
import io.repconv.converter.torchscript.value.Sizes;
import io.repconv.converter.torchscript.value.UndecidedSize;
import io.repconv.graph.Dim;
import org.jspecify.annotations.Nullable;

/**
 * Python's arithmetic on numbers of which some are sizes: {@link Long}, {@link Double}, {@link Dim}
 * and {@link ScaledSize}. Booleans count as 0 and 1.
 */
final class Numbers {
  private Numbers() {}

  /** What happens to a pair of ints and to a pair of floats. */
  private interface IntOperation {
    Dim apply(Dim a, Dim b);
  }

  private interface RealOperation {
    double apply(double a, double b);
  }

  static Object add(Object a, Object b) {
    return arithmetic(a, b, Dim::plus, (x, y) -> x + y);
  }

  static Object subtract(Object a, Object b) {
    return arithmetic(a, b, Dim::minus, (x, y) -> x - y);
  }

  static Object multiply(Object a, Object b) {
    if (a instanceof Double factor && b instanceof Dim size) {
      return new ScaledSize(size, factor);
    }
    if (b instanceof Double factor && a instanceof Dim size) {
      return new ScaledSize(size, factor);
    }
    if (a instanceof ScaledSize size && b instanceof Number factor) {
      return new ScaledSize(size.size(), size.factor() * factor.doubleValue());
    }
    return arithmetic(a, b, Dim::times, (x, y) -> x * y);
  }

  private static Object arithmetic(Object a, Object b, IntOperation ints, RealOperation reals) {
    Object left = plain(a);
    Object right = plain(b);
    if (Sizes.isInt(left) && Sizes.isInt(right)) {
      return Sizes.number(ints.apply(Sizes.dim(left), Sizes.dim(right)));
    }
    return reals.apply(real(left), real(right));
  }

  /** True division, which makes a float of ints. */
  static Object divide(Object a, Object b) {
    if (a instanceof Dim size && b instanceof Number divisor) {
      return new ScaledSize(size, 1 / divisor.doubleValue());
    }
    if (a instanceof ScaledSize size && b instanceof Number divisor) {
      return new ScaledSize(size.size(), size.factor() / divisor.doubleValue());
    }
    return real(plain(a)) / real(plain(b));
  }

  static Object floorDivide(Object a, Object b) {
    Object left = plain(a);
    Object right = plain(b);
    if (!Sizes.isInt(left) || !Sizes.isInt(right)) {
      return Math.floor(real(left) / real(right));
    }
    if (right instanceof Long divisor) {
      if (divisor == 0) {
        throw new ArithmeticException("division by zero");
      }
      Dim quotient =
          divisor > 0
              ? Sizes.dim(left).floorDiv(divisor)
              : Sizes.dim(left).times(-1).floorDiv(Math.negateExact(divisor));
      return Sizes.number(quotient);
    }
    return Sizes.number(
        Sizes.dim(left)
            .dividedBy(Sizes.dim(right))
            .orElseThrow(() -> undecided(left + " / " + right)));
  }

  static Object remainder(Object a, Object b) {
    Object left = plain(a);
    Object right = plain(b);
    if (Sizes.isInt(left) && Sizes.isInt(right)) {
      return subtract(left, multiply(floorDivide(left, right), right));
    }
    double divisor = real(right);
    return real(left) - Math.floor(real(left) / divisor) * divisor;
  }

  static Object negate(Object a) {
    return multiply(-1L, a);
  }

  /** Rounds down to an int, also a scaled size. */
  static Object floor(Object a) {
    if (a instanceof ScaledSize size) {
      return Sizes.number(size.floor());
    }
    return Sizes.isInt(a) ? a : toLong(Math.floor(real(a)));
  }

  static Object ceil(Object a) {
    return negate(floor(negate(a)));
  }

  /** Python's int(): towards zero. */
  static Object truncate(Object a) {
    Object value = plain(a);
    if (value instanceof Double real) {
      return toLong(real < 0 ? Math.ceil(real) : Math.floor(real));
    }
    return floor(value);
  }

  private static Long toLong(double value) {
    if (Double.isNaN(value) || Math.abs(value) > 1L << 62) {
      throw new ArithmeticException(value + " is no int");
    }
    return (long) value;
  }

  /** Python's float(). */
  static Object toReal(Object a) {
    Object value = plain(a);
    return value instanceof Dim size
        ? new ScaledSize(size, 1)
        : value instanceof ScaledSize ? value : real(value);
  }

  static Object least(Object a, Object b) {
    return isLess(a, b) ? a : b;
  }

  static Object greatest(Object a, Object b) {
    return isLess(a, b) ? b : a;
  }

  /**
   * Whether a is below b.
   *
   * @throws UndecidedSize where that depends on a size
   */
  static boolean isLess(Object a, Object b) {
    Object left = plain(a);
    Object right = plain(b);
    if (Sizes.isInt(left) && Sizes.isInt(right)) {
      Boolean below = Sizes.isBelow(Sizes.dim(left), Sizes.dim(right));
      if (below == null) {
        throw undecided(left + " < " + right);
      }
      return below;
    }
    return real(left) < real(right);
  }

  /**
   * Whether two numbers are equal.
   *
   * @throws UndecidedSize where that depends on a size
   */
  static boolean areEqual(Object a, Object b) {
    Object left = plain(a);
    Object right = plain(b);
    if (Sizes.isInt(left) && Sizes.isInt(right)) {
      if (Sizes.dim(left).equals(Sizes.dim(right))) {
        return true;
      }
      if (Sizes.mayBeEqual(Sizes.dim(left), Sizes.dim(right))) {
        throw undecided(left + " == " + right);
      }
      return false;
    }
    return real(left) == real(right);
  }

  static boolean isNumber(@Nullable Object value) {
    return value instanceof Long
        || value instanceof Double
        || value instanceof Boolean
        || value instanceof Dim
        || value instanceof ScaledSize;
  }

  private static Object plain(Object value) {
    return value instanceof Boolean flag ? (Object) (flag ? 1L : 0L) : value;
  }

  static double real(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    throw undecided(String.valueOf(value));
  }

  private static UndecidedSize undecided(String expression) {
    return new UndecidedSize(expression);
  }
}
