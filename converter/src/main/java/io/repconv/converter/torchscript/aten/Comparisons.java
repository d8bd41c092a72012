package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.pickle.Device;
import io.repconv.converter.torchscript.pickle.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comparisons of values that are known while a program is evaluated. */
final class Comparisons {
  private static final int MAX_DEPTH = 32;

  private Comparisons() {}

  static boolean areEqual(@Nullable Object a, @Nullable Object b) {
    return areEqual(a, b, 0);
  }

  private static boolean areEqual(@Nullable Object a, @Nullable Object b, int depth) {
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
    if (left.size() != right.size() || depth > MAX_DEPTH) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!areEqual(left.get(i), right.get(i), depth + 1)) {
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
    return areEqual(call.argument(0, "a"), call.argument(1, "b"));
  }

  static Object notEqual(AtenCall call) {
    return !areEqual(call.argument(0, "a"), call.argument(1, "b"));
  }
}
