package io.repconv.converter.torchscript.source;

import io.repconv.converter.torchscript.source.Expression.Argument;
import io.repconv.converter.torchscript.source.Expression.Literal;
import io.repconv.converter.torchscript.source.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Parses expressions and types; types have the form of expressions. */
final class ExpressionParser {
  private static final int MAX_DEPTH = 200;

  private final TokenStream tokens;
  private int depth;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** One expression, or several with commas, which make a tuple. */
  Expression expressionList() {
    int line = tokens.line();
    Expression first = expression();
    if (!tokens.at(",")) {
      return first;
    }
    List<Expression> items = new ArrayList<>(List.of(first));
    while (tokens.accept(",") && !endsList()) {
      items.add(expression());
    }
    return new Expression.TupleOf(items, line);
  }

  /** A trailing comma may stand before any of these. */
  private boolean endsList() {
    return tokens.at("=") || tokens.at("in") || tokens.at(")") || tokens.at(Kind.NEWLINE);
  }

  Expression expression() {
    if (++depth > MAX_DEPTH) {
      throw tokens.error(
          tokens.line(), "expressions nested deeper than " + MAX_DEPTH, "shallower ones");
    }
    Expression expression = primary();
    for (int links = 0; ; links++) {
      int line = tokens.line();
      if (links > MAX_DEPTH) {
        throw tokens.error(line, "a chain of more than " + MAX_DEPTH + " links", "a shorter one");
      }
      if (tokens.accept(".")) {
        expression = new Expression.Attribute(expression, tokens.expectName(), line);
      } else if (tokens.accept("(")) {
        expression = new Expression.Call(expression, arguments(), expression.line());
      } else if (tokens.accept("[")) {
        expression = new Expression.Subscript(expression, items("]"), expression.line());
      } else {
        depth--;
        return expression;
      }
    }
  }

  private Expression primary() {
    Token token = tokens.next();
    int line = token.line();
    return switch (token.kind()) {
      case NUMBER -> number(token, false);
      case STRING -> new Literal(token.text(), line);
      case NAME -> word(token);
      default -> bracketed(token);
    };
  }

  private Expression bracketed(Token token) {
    int line = token.line();
    return switch (token.text()) {
      case "(" -> parenthesized(line);
      case "[" -> new Expression.ListOf(items("]"), line);
      case "{" -> dict(line);
      case "-" -> negative(line);
      default -> throw tokens.error(line, token.described(), "an expression");
    };
  }

  private Expression word(Token token) {
    return switch (token.text()) {
      case "None" -> new Literal(null, token.line());
      case "True" -> new Literal(true, token.line());
      case "False" -> new Literal(false, token.line());
      case "inf" -> new Literal(Double.POSITIVE_INFINITY, token.line());
      case "nan" -> new Literal(Double.NaN, token.line());
      default -> new Expression.Name(token.text(), token.line());
    };
  }

  private Expression negative(int line) {
    if (tokens.at("inf")) {
      tokens.next();
      return new Literal(Double.NEGATIVE_INFINITY, line);
    }
    if (!tokens.at(Kind.NUMBER)) {
      throw tokens.unexpected("a number");
    }
    return number(tokens.next(), true);
  }

  private Expression number(Token token, boolean negative) {
    int line = token.line();
    if (token.value() instanceof BigInteger magnitude) {
      BigInteger value = negative ? magnitude.negate() : magnitude;
      if (value.bitLength() > 63) {
        throw tokens.error(line, "int " + value, "one of 64 bits");
      }
      return new Literal(value.longValue(), line);
    }
    double value = Double.parseDouble(token.text());
    return new Literal(negative ? -value : value, line);
  }

  private Expression parenthesized(int line) {
    if (tokens.accept(")")) {
      return new Expression.TupleOf(List.of(), line);
    }
    Expression inner = expressionList();
    tokens.expect(")");
    return inner;
  }

  private Expression dict(int line) {
    List<Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!tokens.accept("}")) {
      keys.add(expression());
      tokens.expect(":");
      values.add(expression());
      if (!tokens.at("}")) {
        tokens.expect(",");
      }
    }
    return new Expression.DictOf(keys, values, line);
  }

  private List<Expression> items(String close) {
    List<Expression> items = new ArrayList<>();
    while (!tokens.accept(close)) {
      items.add(expression());
      if (!tokens.at(close)) {
        tokens.expect(",");
      }
    }
    return items;
  }

  private List<Argument> arguments() {
    List<Argument> arguments = new ArrayList<>();
    while (!tokens.accept(")")) {
      Expression value = expression();
      if (value instanceof Expression.Name keyword && tokens.accept("=")) {
        arguments.add(new Argument(keyword.id(), expression()));
      } else {
        arguments.add(new Argument(null, value));
      }
      if (!tokens.at(")")) {
        tokens.expect(",");
      }
    }
    return arguments;
  }
}
