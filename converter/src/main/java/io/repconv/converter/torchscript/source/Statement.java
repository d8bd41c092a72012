package io.repconv.converter.torchscript.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement of serialized TorchScript source; {@code line} counts from 1. */
public sealed interface Statement {
  /** Line of the source file on which the statement begins. */
  int line();

  /** {@code target = value}; a tuple target takes a tuple or list apart. */
  record Assign(Expression target, Expression value, int line) implements Statement {}

  /** An expression evaluated for its effect. */
  record Evaluate(Expression value, int line) implements Statement {}

  /** {@code if condition: then else: otherwise}. */
  record If(Expression condition, List<Statement> then, List<Statement> otherwise, int line)
      implements Statement {}

  /** {@code while condition: body}. */
  record While(Expression condition, List<Statement> body, int line) implements Statement {}

  /** {@code for target in iterable: body}. */
  record For(Expression target, Expression iterable, List<Statement> body, int line)
      implements Statement {}

  /** {@code return value}; null where nothing is returned. */
  record Return(@Nullable Expression value, int line) implements Statement {}

  /** {@code pass}. */
  record Pass(int line) implements Statement {}
}
