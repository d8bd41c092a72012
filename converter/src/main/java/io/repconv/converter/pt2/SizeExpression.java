package io.repconv.converter.pt2;

import io.repconv.graph.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A size as SymPy's srepr writes it: {@code Add(Mul(Integer(2), Symbol('s0', positive=True,
 * integer=True)), Integer(-1))}.
 */
final class SizeExpression {
  private static final int MAX_LENGTH = 1000;
  private static final Pattern INTEGER = Pattern.compile("Integer\\((-?\\d{1,18})\\)");
  private static final Pattern SYMBOL = Pattern.compile("Symbol\\('(\\w+)'(?:, \\w+=\\w+)*\\)");
  private static final Pattern OPERATION = Pattern.compile("(Add|Mul)\\(");

  private static final Pattern COMMA = Pattern.compile(", ");
  private static final Pattern END = Pattern.compile("\\)");

  private final String text;
  private int at;

  private SizeExpression(String text) {
    this.text = text;
  }

  /**
   * Sums and products of symbols and integers.
   *
   * @throws IllegalArgumentException for any other expression
   */
  static Dim parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("an expression of " + text.length() + " characters");
    }
    SizeExpression expression = new SizeExpression(text);
    Dim size = expression.next();
    if (expression.at != text.length()) {
      throw new IllegalArgumentException(text);
    }
    return size;
  }

  private Dim next() {
    Matcher found = take(INTEGER);
    if (found != null) {
      return Dim.of(Long.parseLong(found.group(1)));
    }
    found = take(SYMBOL);
    if (found != null) {
      return Dim.symbol(found.group(1));
    }
    found = take(OPERATION);
    if (found == null) {
      throw new IllegalArgumentException("neither a symbol nor a number, a sum or a product");
    }
    boolean sum = found.group(1).equals("Add");
    List<Dim> operands = new ArrayList<>();
    do {
      operands.add(next());
    } while (take(COMMA) != null);
    if (take(END) == null) {
      throw new IllegalArgumentException("a sum or product without an end");
    }
    Dim result = operands.get(0);
    for (Dim operand : operands.subList(1, operands.size())) {
      result = sum ? result.plus(operand) : result.times(operand);
    }
    return result;
  }

  /** Goes past the pattern if it comes next, else null. */
  private @Nullable Matcher take(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    at = matcher.end();
    return matcher;
  }
}
