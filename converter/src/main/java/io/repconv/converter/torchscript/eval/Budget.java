package io.repconv.converter.torchscript.eval;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;

/**
 * Ends programs that do not end by themselves: a bound on evaluated expressions and one on nesting.
 */
final class Budget {
  private static final long MAX_STEPS = 20_000_000;
  private static final int MAX_DEPTH = 600;

  private long steps;
  private int depth;

  void spend(long count, String where) {
    steps += count;
    if (steps > MAX_STEPS) {
      throw refuse(where, "more than " + MAX_STEPS + " steps of evaluation");
    }
  }

  void enter(String where) {
    if (++depth > MAX_DEPTH) {
      throw refuse(where, "calls nested deeper than " + MAX_DEPTH);
    }
  }

  void leave() {
    depth--;
  }

  private static RepconvException refuse(String where, String observed) {
    return RepconvException.of(ErrorCode.TOO_LARGE)
        .at(where)
        .observed(observed)
        .expected("a program that ends sooner")
        .why("A loop over sizes or a recursion in the model's code does not end.")
        .build();
  }
}
