package io.repconv.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An integer multiple of a product of atoms; of no atoms it is a number.
 *
 * @param atoms in the alphabetical order of their texts
 */
record Term(long factor, List<Atom> atoms) {
  /** The highest degree first, then alphabetically: the order in which polynomials are divided. */
  static final Comparator<Term> BY_DEGREE =
      Comparator.comparing((Term term) -> -term.atoms.size())
          .thenComparing(Term::atoms, Term::compareAtoms);

  static Term of(long value) {
    return new Term(value, List.of());
  }

  /** What of a sum it can be added to: the same for terms of the same atoms. */
  String product() {
    return atoms.stream().map(Atom::text).collect(Collectors.joining("*"));
  }

  Term withFactor(long other) {
    return new Term(other, atoms);
  }

  Term times(long by) {
    return withFactor(Math.multiplyExact(factor, by));
  }

  Term times(Term other) {
    List<Atom> all = new ArrayList<>(atoms);
    all.addAll(other.atoms);
    all.sort(Comparator.comparing(Atom::text));
    return new Term(Math.multiplyExact(factor, other.factor), List.copyOf(all));
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
        ? Optional.of(new Term(factor / divisor.factor, List.copyOf(left)))
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
}
