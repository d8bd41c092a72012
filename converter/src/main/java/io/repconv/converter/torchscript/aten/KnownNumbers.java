package io.repconv.converter.torchscript.aten;

import org.jspecify.annotations.Nullable;

/** Numbers that are known while a program is evaluated, for Python's own functions. */
public final class KnownNumbers {
  private KnownNumbers() {}

  /** The number that a number or a tensor of one known element is, else null. */
  public static @Nullable Object find(@Nullable Object value) {
    return NumberOps.toNumber(value);
  }

  public static boolean isNumber(@Nullable Object value) {
    return Numbers.isNumber(value);
  }

  /** Python's int(). */
  public static Object truncate(Object number) {
    return Numbers.truncate(number);
  }

  /** Python's float(). */
  public static Object toReal(Object number) {
    return Numbers.toReal(number);
  }

  /** Whether the number is not zero. */
  public static boolean isTrue(Object number) {
    return !Numbers.areEqual(number, 0L);
  }

  /** Python's str(). */
  public static String text(@Nullable Object value) {
    return ListOps.text(value);
  }
}
