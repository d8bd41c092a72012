package io.repconv.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** An integer multiple of a product of atoms; of no atoms it is a number. */
final class Term {
  /** The highest degree first, then alphabetically: the order in which polynomials are divided. */
  static final Comparator<Term> BY_DEGREE =
      Comparator.comparing((Term term) -> -term.atoms.size())
          .thenComparing(Term::atoms, Term::compareAtoms);

  private final long factor;
  private final List<Atom> atoms;
  private final String product;

  private Term(long factor, List<Atom> atoms, String product) {
    this.factor = factor;
    this.atoms = atoms;
    this.product = product;
  }

  static Term of(long value) {
    return new Term(value, List.of(), "");
  }

  static Term of(Atom atom) {
    return new Term(1, List.of(atom), atom.text());
  }

  /**
   * @param atoms in the alphabetical order of their texts
   */
  private static Term of(long factor, List<Atom> atoms) {
    StringBuilder product = new StringBuilder();
    for (Atom atom : atoms) {
      product.append(product.isEmpty() ? "" : "*").append(atom.text());
    }
    return new Term(factor, atoms, product.toString());
  }

  long factor() {
    return factor;
  }

  /** In the alphabetical order of their texts. */
  List<Atom> atoms() {
    return atoms;
  }

  boolean isNumber() {
    return atoms.isEmpty();
  }

  /** What of a sum it can be added to: the same for terms of the same atoms. */
  String product() {
    return product;
  }

  Term withFactor(long other) {
    return new Term(other, atoms, product);
  }

  Term times(Term other) {
    long both = Math.multiplyExact(factor, other.factor);
    if (isNumber() || other.isNumber()) {
      return (isNumber() ? other : this).withFactor(both);
    }
    List<Atom> all = new ArrayList<>(atoms);
    all.addAll(other.atoms);
    all.sort(Comparator.comparing(Atom::text));
    return of(both, List.copyOf(all));
  }

  /** The exact quotient, where there is one. */
  Optional<Term> dividedBy(Term divisor) {
    List<Atom> left = new ArrayList<>(atoms);
    for (Atom atom : divisor.atoms) {
      if (!left.remove(atom)) {
        return Optional.empty();
      }
    }
    return factor % divisor.factor == 0
        ? Optional.of(of(factor / divisor.factor, List.copyOf(left)))
        : Optional.empty();
  }

  /** The one atom it is, a multiple of; empty where it has none or several. */
  Optional<Atom> atom() {
    return atoms.size() == 1 ? Optional.of(atoms.get(0)) : Optional.empty();
  }

  private static int compareAtoms(List<Atom> a, List<Atom> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = a.get(i).text().compareTo(b.get(i).text());
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Term term && factor == term.factor && product.equals(term.product);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(factor) + 31 * product.hashCode();
  }

  @Override
  public String toString() {
    return isNumber() ? Long.toString(factor) : factor + "*" + product;
  }
}
