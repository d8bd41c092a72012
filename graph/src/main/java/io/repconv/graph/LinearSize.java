package io.repconv.graph;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The size {@code factor * symbol + offset}, with a positive factor: one from which the symbol can
 * be told.
 */
public record LinearSize(String symbol, long factor, long offset) {
  /** The size in this form; empty where it is a number, or another expression. */
  public static Optional<LinearSize> of(Dim size) {
    Set<String> symbols = size.symbols();
    if (symbols.size() != 1) {
      return Optional.empty();
    }
    String symbol = symbols.iterator().next();
    Dim rest = size.plus(-size.sum().constantTerm());
    return rest.dividedBy(Dim.symbol(symbol))
        .filter(factor -> factor.isConstant() && factor.value() > 0)
        .map(factor -> new LinearSize(symbol, factor.value(), size.sum().constantTerm()));
  }

  /** Whether the size is the symbol and nothing else. */
  public boolean isSymbol() {
    return factor == 1 && offset == 0;
  }

  /** The symbol, where the size is this; empty where that is no whole expression. */
  public Optional<Dim> symbolFor(Dim size) {
    return size.plus(-offset).dividedBy(Dim.of(factor));
  }

  /** The symbol as a number, where the size is this; empty where none gives that size. */
  public OptionalLong symbolFor(long size) {
    return symbolFor(Dim.of(size))
        .map(found -> OptionalLong.of(found.value()))
        .orElseGet(OptionalLong::empty);
  }
}
