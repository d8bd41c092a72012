package io.repconv.converter.pt2;

import io.repconv.graph.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A size as SymPy's srepr writes it: {@code Add(Mul(Integer(2), Symbol('s0', positive=True,
 * integer=True)), Integer(-1))}, with the integer functions that torch has beside SymPy's.
 */
final class SizeExpression {
  private static final int MAX_LENGTH = 1000;
  private static final int MAX_EXPONENT = 4;
  private static final Pattern INTEGER = Pattern.compile("Integer\\((-?\\d{1,18})\\)");
  private static final Pattern SYMBOL = Pattern.compile("Symbol\\('(\\w+)'(?:, \\w+=\\w+)*\\)");
  private static final Pattern OPERATION = Pattern.compile("(\\w+)\\(");

  private static final Pattern COMMA = Pattern.compile(", ");
  private static final Pattern END = Pattern.compile("\\)");

  private final String text;
  private int at;

  private SizeExpression(String text) {
    this.text = text;
  }

  /**
   * Sums, products and powers of symbols and integers, and what {@code //} and {@code %} make of
   * them by a number.
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
      throw new IllegalArgumentException("neither a symbol nor a number nor a function");
    }
    String function = found.group(1);
    List<Dim> operands = new ArrayList<>();
    do {
      operands.add(next());
    } while (take(COMMA) != null);
    if (take(END) == null) {
      throw new IllegalArgumentException("a function without an end");
    }
    return switch (function) {
      case "Add" -> operands.stream().reduce(Dim.of(0), Dim::plus);
      case "Mul" -> operands.stream().reduce(Dim.of(1), Dim::times);
      case "Pow" -> power(operands);
      case "FloorDiv", "CleanDiv" -> quotient(operands);
      case "Mod", "PythonMod" -> operands.get(0).minus(quotient(operands).times(divisor(operands)));
      default -> throw new IllegalArgumentException("the function " + function);
    };
  }

  private static Dim quotient(List<Dim> operands) {
    return operands.get(0).floorDiv(divisor(operands));
  }

  private static long divisor(List<Dim> operands) {
    if (operands.size() != 2 || !operands.get(1).isConstant() || operands.get(1).value() < 1) {
      throw new IllegalArgumentException("a division by " + operands.subList(1, operands.size()));
    }
    return operands.get(1).value();
  }

  private static Dim power(List<Dim> operands) {
    long exponent =
        operands.size() == 2 && operands.get(1).isConstant() ? operands.get(1).value() : 0;
    if (exponent < 1 || exponent > MAX_EXPONENT) {
      throw new IllegalArgumentException("a power to " + operands.subList(1, operands.size()));
    }
    Dim power = operands.get(0);
    for (long i = 1; i < exponent; i++) {
      power = power.times(operands.get(0));
    }
    return power;
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
