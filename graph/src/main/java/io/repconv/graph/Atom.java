package io.repconv.graph;

/** What sizes are made of beside numbers: a named size, or a floor division by a number. */
sealed interface Atom {
  String text();

  /** A size known by name only. */
  record Symbol(String text) implements Atom {
    /** The least it can be; sizes that cannot be expressed have names with an underscore. */
    long least() {
      return text.startsWith("_") ? 0 : 1;
    }
  }

  /** {@code floor(numerator / denominator)}, which is no simpler expression. */
  record FloorDiv(Dim numerator, long denominator, String text) implements Atom {
    FloorDiv(Dim numerator, long denominator) {
      this(numerator, denominator, "floor((" + numerator + ")/" + denominator + ")");
    }
  }
}
