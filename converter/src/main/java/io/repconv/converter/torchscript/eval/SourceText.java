package io.repconv.converter.torchscript.eval;

import io.repconv.converter.torchscript.source.Expression;
import java.util.List;

/** Writes expressions as they stood in the source, cut off where they are long. */
final class SourceText {
  private static final int MAX_LENGTH = 120;

  private SourceText() {}

  static String of(Expression expression) {
    StringBuilder text = new StringBuilder();
    write(expression, text);
    return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text.toString();
  }

  private static void write(Expression expression, StringBuilder text) {
    if (text.length() > MAX_LENGTH) {
      return;
    }
    if (expression instanceof Expression.Name name) {
      text.append(name.id());
    } else if (expression instanceof Expression.Literal literal) {
      text.append(literal.value() == null ? "None" : literal.value());
    } else if (expression instanceof Expression.Attribute attribute) {
      write(attribute.target(), text);
      text.append('.').append(attribute.name());
    } else if (expression instanceof Expression.Call call) {
      write(call.callee(), text);
      list(call.arguments().stream().map(Expression.Argument::value).toList(), '(', ')', text);
    } else if (expression instanceof Expression.Subscript subscript) {
      write(subscript.target(), text);
      list(subscript.indices(), '[', ']', text);
    } else if (expression instanceof Expression.ListOf items) {
      list(items.items(), '[', ']', text);
    } else if (expression instanceof Expression.TupleOf items) {
      list(items.items(), '(', ')', text);
    } else {
      text.append("{...}");
    }
  }

  private static void list(List<Expression> items, char open, char close, StringBuilder text) {
    text.append(open);
    String separator = "";
    for (Expression item : items) {
      text.append(separator);
      write(item, text);
      separator = ", ";
    }
    text.append(close);
  }
}
