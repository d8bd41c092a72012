package io.repconv.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * A sum of terms, no two of the same atoms and none zero, in the alphabetical order of their
 * products: the number, which has none, is first.
 */
final class Polynomial {
  static final Polynomial ZERO = new Polynomial(List.of());

  /** Quotients of shapes have few terms; a longer division is given up. */
  private static final int MOST_QUOTIENT_TERMS = 64;

  private final List<Term> terms;

  private Polynomial(List<Term> terms) {
    this.terms = terms;
  }

  static Polynomial of(long value) {
    return of(Term.of(value));
  }

  static Polynomial of(Term term) {
    return term.factor() == 0 ? ZERO : new Polynomial(List.of(term));
  }

  /** The sum of terms, in whatever order and number. */
  static Polynomial sum(List<Term> terms) {
    Polynomial sum = ZERO;
    for (Term term : terms) {
      sum = sum.plus(of(term));
    }
    return sum;
  }

  /** In the order of their products, the number first. */
  List<Term> terms() {
    return terms;
  }

  boolean isZero() {
    return terms.isEmpty();
  }

  boolean isConstant() {
    return isZero() || (terms.size() == 1 && terms.get(0).isNumber());
  }

  long constantTerm() {
    return !isZero() && terms.get(0).isNumber() ? terms.get(0).factor() : 0;
  }

  Polynomial plus(long value) {
    return plus(of(value));
  }

  Polynomial plus(Polynomial other) {
    if (isZero() || other.isZero()) {
      return isZero() ? other : this;
    }
    List<Term> merged = new ArrayList<>(terms.size() + other.terms.size());
    int i = 0;
    int j = 0;
    while (i < terms.size() && j < other.terms.size()) {
      Term a = terms.get(i);
      Term b = other.terms.get(j);
      int order = a.product().compareTo(b.product());
      if (order == 0) {
        long factor = Math.addExact(a.factor(), b.factor());
        if (factor != 0) {
          merged.add(a.withFactor(factor));
        }
      } else {
        merged.add(order < 0 ? a : b);
      }
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    merged.addAll(terms.subList(i, terms.size()));
    merged.addAll(other.terms.subList(j, other.terms.size()));
    return new Polynomial(Collections.unmodifiableList(merged));
  }

  Polynomial times(long value) {
    return withFactors(factor -> Math.multiplyExact(factor, value));
  }

  Polynomial times(Polynomial other) {
    Polynomial product = ZERO;
    for (Term a : terms) {
      for (Term b : other.terms) {
        product = product.plus(of(a.times(b)));
      }
    }
    return product;
  }

  /** The same products with other factors. */
  Polynomial withFactors(LongUnaryOperator change) {
    List<Term> changed = new ArrayList<>(terms.size());
    for (Term term : terms) {
      long factor = change.applyAsLong(term.factor());
      if (factor != 0) {
        changed.add(term.withFactor(factor));
      }
    }
    return new Polynomial(Collections.unmodifiableList(changed));
  }

  /** The exact quotient, where there is one, by long division. */
  Optional<Polynomial> dividedBy(Polynomial divisor) {
    if (divisor.isZero()) {
      return Optional.empty();
    }
    Polynomial quotient = ZERO;
    Polynomial rest = this;
    for (int step = 0; !rest.isZero(); step++) {
      Optional<Term> next =
          step < MOST_QUOTIENT_TERMS
              ? rest.leading().dividedBy(divisor.leading())
              : Optional.empty();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      Polynomial part = of(next.get());
      quotient = quotient.plus(part);
      rest = rest.plus(part.times(divisor).times(-1));
    }
    return Optional.of(quotient);
  }

  private Term leading() {
    return Collections.min(terms, Term.BY_DEGREE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Polynomial polynomial && terms.equals(polynomial.terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }

  /** The sum as it is written, the number last: {@code 2*H - W + 1}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Term term : terms) {
      if (!term.isNumber()) {
        append(text, term);
      }
    }
    if (constantTerm() != 0 || isZero()) {
      append(text, Term.of(constantTerm()));
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Term term) {
    if (text.isEmpty()) {
      text.append(term.factor() < 0 ? "-" : "");
    } else {
      text.append(term.factor() < 0 ? " - " : " + ");
    }
    long size = Math.abs(term.factor());
    if (term.isNumber()) {
      text.append(size);
    } else {
      text.append(size == 1 ? "" : size + "*").append(term.product());
    }
  }
}
