package io.repconv.converter.torchscript.eval;

import io.repconv.converter.torchscript.pickle.Tuple;
import io.repconv.converter.torchscript.value.Emitter;
import io.repconv.converter.torchscript.value.Place;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends programs that do not end by themselves: a bound on the work of evaluation and one on
 * nesting.
 *
 * <p>A statement or expression is one step. An operator takes as many more as the lists, dicts and
 * strings that it reads and makes have elements, and what {@link Emitter#work} counts, so that no
 * program does much within few steps.
 */
final class Budget {
  private static final long MAX_STEPS = 20_000_000;
  private static final int MAX_DEPTH = 600;

  private long steps;
  private int depth;

  void spend(long count, Place where) {
    steps += count;
    if (steps > MAX_STEPS) {
      throw refuse(where, "more than " + MAX_STEPS + " steps of evaluation");
    }
  }

  /** Pays for what an operator reads before it is called. */
  void spendOnArguments(Collection<?> arguments, Place where) {
    for (Object argument : arguments) {
      spend(sizeOf(argument), where);
    }
  }

  /** Pays for what an operator made and did. */
  void spendOnResult(@Nullable Object result, long work, Place where) {
    spend(sizeOf(result) + work, where);
  }

  private static long sizeOf(@Nullable Object value) {
    if (value instanceof Collection<?> items) {
      return 1L + items.size();
    }
    if (value instanceof Map<?, ?> dict) {
      return 1L + dict.size();
    }
    if (value instanceof Tuple tuple) {
      return 1L + tuple.items().size();
    }
    return value instanceof String text ? 1L + text.length() : 1;
  }

  void enter(Place where) {
    if (++depth > MAX_DEPTH) {
      throw refuse(where, "calls nested deeper than " + MAX_DEPTH);
    }
  }

  void leave() {
    depth--;
  }

  private static RepconvException refuse(Place where, String observed) {
    return RepconvException.of(ErrorCode.TOO_LARGE)
        .at(where.toString())
        .observed(observed)
        .expected("a program that ends sooner")
        .why("A loop over sizes or a recursion in the model's code does not end.")
        .build();
  }
}
