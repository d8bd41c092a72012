package io.repconv.graph;

/** Reads the text form of a {@link Dim}: sums, products, parentheses and {@code floor((…)/n)}. */
public final class DimText {
  private final String text;
  private int at;

  private DimText(String text) {
    this.text = text;
  }

  /**
   * Parses an expression such as {@code 2*H + floor((W - 1)/2)}.
   *
   * @throws IllegalArgumentException where the text is not one
   */
  public static Dim parse(String text) {
    DimText parser = new DimText(text.replace(" ", ""));
    Dim dim = parser.sum(0);
    if (parser.at != parser.text.length()) {
      throw parser.malformed();
    }
    return dim;
  }

  private Dim sum(int depth) {
    if (depth > 64) {
      throw malformed();
    }
    Dim sum = take('-') ? product(depth).times(-1) : product(depth);
    while (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
      boolean minus = text.charAt(at++) == '-';
      Dim next = product(depth);
      sum = minus ? sum.minus(next) : sum.plus(next);
    }
    return sum;
  }

  private Dim product(int depth) {
    Dim product = factor(depth);
    while (take('*')) {
      product = product.times(factor(depth));
    }
    return product;
  }

  private Dim factor(int depth) {
    if (text.startsWith("floor((", at)) {
      at += "floor((".length();
      Dim numerator = sum(depth + 1);
      expect(')');
      expect('/');
      long denominator = number();
      expect(')');
      if (denominator <= 0) {
        throw malformed();
      }
      return numerator.floorDiv(denominator);
    }
    if (take('(')) {
      Dim inner = sum(depth + 1);
      expect(')');
      return inner;
    }
    if (at < text.length() && Character.isDigit(text.charAt(at))) {
      return Dim.of(number());
    }
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_.:".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    if (start == at) {
      throw malformed();
    }
    return Dim.symbol(text.substring(start, at));
  }

  private long number() {
    int start = at;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    if (start == at || at - start > 18) {
      throw malformed();
    }
    return Long.parseLong(text.substring(start, at));
  }

  private boolean take(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!take(c)) {
      throw malformed();
    }
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException("not a dimension at character " + at + ": " + text);
  }
}
