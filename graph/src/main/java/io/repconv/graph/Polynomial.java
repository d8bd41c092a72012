package io.repconv.graph;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A sum of terms, no two of the same atoms and none zero: two are equal where their texts are. */
final class Polynomial {
  static final Polynomial ZERO = new Polynomial(new TreeMap<>());

  /** Quotients of shapes have few terms; a longer division is given up. */
  private static final int MOST_QUOTIENT_TERMS = 64;

  private static final String NUMBER = "";

  private final SortedMap<String, Term> byProduct;

  private Polynomial(SortedMap<String, Term> byProduct) {
    this.byProduct = byProduct;
  }

  static Polynomial of(Term term) {
    return sum(Stream.of(term));
  }

  /** The sum of terms, in whatever order and number. */
  static Polynomial sum(Stream<Term> terms) {
    SortedMap<String, Term> sum = new TreeMap<>();
    terms.forEach(term -> sum.merge(term.product(), term, Polynomial::added));
    sum.values().removeIf(term -> term.factor() == 0);
    return new Polynomial(sum);
  }

  private static Term added(Term a, Term b) {
    return a.withFactor(Math.addExact(a.factor(), b.factor()));
  }

  Collection<Term> terms() {
    return Collections.unmodifiableCollection(byProduct.values());
  }

  boolean isZero() {
    return byProduct.isEmpty();
  }

  boolean isConstant() {
    return isZero() || (byProduct.size() == 1 && byProduct.containsKey(NUMBER));
  }

  long constantTerm() {
    Term constant = byProduct.get(NUMBER);
    return constant == null ? 0 : constant.factor();
  }

  Polynomial plus(Polynomial other) {
    return sum(Stream.concat(terms().stream(), other.terms().stream()));
  }

  Polynomial plus(long value) {
    return plus(of(Term.of(value)));
  }

  Polynomial times(long value) {
    return map(term -> term.times(value));
  }

  Polynomial times(Polynomial other) {
    return sum(terms().stream().flatMap(a -> other.terms().stream().map(a::times)));
  }

  /** The sum of what becomes of each term. */
  Polynomial map(UnaryOperator<Term> change) {
    return sum(terms().stream().map(change));
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
    return Collections.min(byProduct.values(), Term.BY_DEGREE);
  }

  /** The sum as it is written, the number last: {@code 2*H - W + 1}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    byProduct.forEach(
        (product, term) -> {
          if (!product.equals(NUMBER)) {
            append(text, term.factor(), product);
          }
        });
    if (byProduct.containsKey(NUMBER) || text.isEmpty()) {
      append(text, constantTerm(), NUMBER);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, long factor, String product) {
    if (text.isEmpty()) {
      text.append(factor < 0 ? "-" : "");
    } else {
      text.append(factor < 0 ? " - " : " + ");
    }
    long size = Math.abs(factor);
    if (product.equals(NUMBER)) {
      text.append(size);
    } else {
      text.append(size == 1 ? "" : size + "*").append(product);
    }
  }
}
