package io.repconv.graph;

/** What sizes are made of beside numbers: a named size, or a floor division by a number. */
sealed interface Atom {
  String text();

  /** A size known by name, and not to be below a number. The name makes it what it is. */
  record Symbol(String text, long least) implements Atom {
    @Override
    public boolean equals(Object other) {
      return other instanceof Symbol symbol && text.equals(symbol.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  /** {@code floor(numerator / denominator)}, which is no simpler expression. */
  record FloorDiv(Dim numerator, long denominator, String text) implements Atom {
    FloorDiv(Dim numerator, long denominator) {
      this(numerator, denominator, "floor((" + numerator + ")/" + denominator + ")");
    }
  }
}
