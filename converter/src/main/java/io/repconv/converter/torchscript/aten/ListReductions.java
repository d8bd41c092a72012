package io.repconv.converter.torchscript.aten;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Operators that make one value of a list of numbers or flags. */
final class ListReductions {
  private ListReductions() {}

  /**
   * Of an operator that lists and tensors share: the first lowering where the argument is a list.
   */
  static Lowering orTensor(Lowering lists, Lowering tensors) {
    return call ->
        call.argument(0, "self") instanceof List<?> ? lists.lower(call) : tensors.lower(call);
  }

  static Object sum(AtenCall call) {
    Object sum = 0L;
    for (Object item : ListOps.list(call, 0)) {
      sum = Numbers.add(sum, number(call, item));
    }
    return sum;
  }

  /** The greatest or the least. */
  static Lowering best(NumberOps.Binary better) {
    return call -> {
      Object best = null;
      for (Object item : ListOps.list(call, 0)) {
        Object next = number(call, item);
        best = best == null ? next : better.apply(best, next);
      }
      if (best == null) {
        throw call.unsupported("an empty list", "at least one number");
      }
      return best;
    };
  }

  private static Object number(AtenCall call, @Nullable Object item) {
    if (!Numbers.isNumber(item)) {
      throw call.wrong("self", item, "numbers");
    }
    return Objects.requireNonNull(item);
  }

  /** Whether all flags hold, or any does. */
  static Lowering flags(boolean all) {
    return call -> {
      for (Object flag : ListOps.list(call, 0)) {
        if (!(flag instanceof Boolean holds)) {
          throw call.wrong("self", flag, "flags");
        }
        if (holds != all) {
          return !all;
        }
      }
      return all;
    };
  }
}
