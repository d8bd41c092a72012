package io.repconv.graph.fold;

/**
 * A composition that is not exact. Carries a sentence that says what was observed and why it stops
 * the fold.
 */
final class NotOneConvolution extends Exception {
  private static final long serialVersionUID = 1;

  NotOneConvolution(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
