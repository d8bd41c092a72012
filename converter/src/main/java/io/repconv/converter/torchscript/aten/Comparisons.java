package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.pickle.Device;
import io.repconv.converter.torchscript.pickle.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comparisons of values that are known while a program is evaluated. */
final class Comparisons {
  /** Lists may hold one list many times, on many levels: comparing them takes more than they do. */
  private static final long MOST_ELEMENTS = 100_000;

  private long compared;

  private Comparisons() {}

  /** Counts in the work of a call what it takes. */
  private static boolean areEqual(AtenCall call) {
    Comparisons comparison = new Comparisons();
    try {
      return comparison.areEqual(call.argument(0, "a"), call.argument(1, "b"));
    } finally {
      call.emitter().worked(comparison.compared);
    }
  }

  /** Whether a list has an element that is equal, {@code item in list}. */
  static boolean isIn(AtenCall call, List<?> list, @Nullable Object item) {
    Comparisons comparison = new Comparisons();
    try {
      return list.stream().anyMatch(element -> comparison.areEqual(element, item));
    } finally {
      call.emitter().worked(comparison.compared);
    }
  }

  private boolean areEqual(@Nullable Object a, @Nullable Object b) {
    if (++compared > MOST_ELEMENTS) {
      throw new ArithmeticException("more than %d elements".formatted(MOST_ELEMENTS));
    }
    if (a == null || b == null) {
      return a == b;
    }
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      return Numbers.areEqual(a, b);
    }
    if (a instanceof Device && b instanceof Device) {
      return true; // devices of a file are never used: everything is on one
    }
    List<?> left = items(a);
    List<?> right = items(b);
    if (left == null || right == null) {
      return a instanceof String && a.equals(b);
    }
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!areEqual(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable List<?> items(Object value) {
    return value instanceof Tuple tuple
        ? tuple.items()
        : value instanceof List<?> list ? list : null;
  }

  static Object is(AtenCall call) {
    Object a = call.argument(0, "self");
    Object b = call.argument(1, "obj");
    return a == b
        || (a != null && b != null && (a instanceof Boolean || a instanceof Long) && a.equals(b));
  }

  static Object isNot(AtenCall call) {
    return !((Boolean) is(call));
  }

  static Object not(AtenCall call) {
    return !call.flag(0, "self", false);
  }

  /** eq on anything that is not a tensor. */
  static Object equal(AtenCall call) {
    return areEqual(call);
  }

  static Object notEqual(AtenCall call) {
    return !areEqual(call);
  }
}
