package io.repconv.converter.torchscript.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression of serialized TorchScript source; {@code line} counts from 1. */
public sealed interface Expression {
  /** Line of the source file on which the expression begins. */
  int line();

  /** A literal: {@link Long}, {@link Double}, {@link String}, {@link Boolean} or null for None. */
  record Literal(@Nullable Object value, int line) implements Expression {}

  /** A bare identifier. */
  record Name(String id, int line) implements Expression {}

  /** {@code target.name}. */
  record Attribute(Expression target, String name, int line) implements Expression {}

  /** {@code target[indices]}; also the form of types such as {@code List[int]}. */
  record Subscript(Expression target, List<Expression> indices, int line) implements Expression {}

  /** {@code callee(arguments)}. */
  record Call(Expression callee, List<Argument> arguments, int line) implements Expression {}

  /** {@code [a, b]}. */
  record ListOf(List<Expression> items, int line) implements Expression {}

  /** {@code (a, b)} or, as a target, {@code a, b}. */
  record TupleOf(List<Expression> items, int line) implements Expression {}

  /** {@code {a: b}}; keys and values run in parallel. */
  record DictOf(List<Expression> keys, List<Expression> values, int line) implements Expression {}

  /** One argument of a call; {@code keyword} is null where it is given by position. */
  record Argument(@Nullable String keyword, Expression value) {}

  /**
   * The dotted path of a chain of attributes on a name, such as {@code torch.nn.relu}, or null for
   * any other expression.
   */
  static @Nullable String dottedPath(Expression expression) {
    StringBuilder path = new StringBuilder();
    Expression at = expression;
    while (at instanceof Attribute attribute) {
      path.insert(0, "." + attribute.name());
      at = attribute.target();
    }
    return at instanceof Name name ? path.insert(0, name.id()).toString() : null;
  }
}
