package io.repconv.graph.op;

import io.repconv.graph.Dim;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What graphs compute from sizes, on expressions; null where the result is not one. */
final class SizeArithmetic {
  private SizeArithmetic() {}

  /** A function of two sizes. */
  interface Function {
    @Nullable Dim apply(Dim a, Dim b);
  }

  /** Element by element, one of both vectors possibly of length 1. */
  static @Nullable List<Dim> combine(
      @Nullable List<Dim> a, @Nullable List<Dim> b, Function function) {
    if (a == null || b == null || (a.size() != b.size() && a.size() != 1 && b.size() != 1)) {
      return null;
    }
    int length = a.size() == 1 ? b.size() : a.size();
    List<Dim> result = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      Dim element = function.apply(a.get(a.size() == 1 ? 0 : i), b.get(b.size() == 1 ? 0 : i));
      if (element == null) {
        return null;
      }
      result.add(element);
    }
    return result;
  }

  /** Division that truncates. */
  static @Nullable Dim divide(Dim a, Dim b) {
    if (b.is(0)) {
      return null;
    }
    if (a.isConstant() && b.isConstant()) {
      return Dim.of(a.value() / b.value());
    }
    Dim exact = a.dividedBy(b).orElse(null);
    if (exact != null) {
      return exact;
    }
    return b.isConstant() && b.value() > 0 && a.isAtLeast(0) ? a.floorDiv(b.value()) : null;
  }

  /** The remainder of the division that rounds towards minus infinity. */
  static @Nullable Dim modulo(Dim a, Dim b) {
    if (!b.isConstant() || b.value() <= 0) {
      return null;
    }
    return a.minus(a.floorDiv(b.value()).times(b.value()));
  }

  static @Nullable Dim smaller(Dim a, Dim b) {
    if (b.minus(a).isAtLeast(0)) {
      return a;
    }
    return a.minus(b).isAtLeast(0) ? b : null;
  }

  static @Nullable Dim larger(Dim a, Dim b) {
    if (a.minus(b).isAtLeast(0)) {
      return a;
    }
    return b.minus(a).isAtLeast(0) ? b : null;
  }
}
