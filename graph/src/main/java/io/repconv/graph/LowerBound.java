package io.repconv.graph;

import io.repconv.graph.Atom.FloorDiv;
import io.repconv.graph.Atom.Symbol;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows that an expression is at least a number, whatever sizes its symbols stand for. */
final class LowerBound {
  /** Found for nothing that can be said. */
  private static final long NONE = Long.MIN_VALUE;

  private static final long LARGE = 1L << 20;

  private LowerBound() {}

  static boolean shows(Dim dim, long bound) {
    if (byAtoms(dim.sum()) >= bound) {
      return true;
    }
    return shows(() -> byRelaxing(dim.sum()), bound)
        || shows(() -> Periodic.least(dim.sum()), bound);
  }

  private static boolean shows(Supplier<@Nullable Long> least, long bound) {
    try {
      Long found = least.get();
      return found != null && found >= bound;
    } catch (ArithmeticException tooLarge) {
      return false;
    }
  }

  /** Each term is bounded by itself. */
  private static long byAtoms(Polynomial sum) {
    long least = sum.constantTerm();
    for (Term term : sum.terms()) {
      if (term.isNumber()) {
        continue;
      }
      long product = term.factor();
      for (Atom atom : term.atoms()) {
        long factor = least(atom);
        if (product < 0 || factor < 0) {
          return NONE;
        }
        product *= Math.min(factor, LARGE);
      }
      least = Math.addExact(least, product);
    }
    return least;
  }

  private static long least(Atom atom) {
    return atom instanceof FloorDiv division
        ? Math.floorDiv(byAtoms(division.numerator().sum()), division.denominator())
        : ((Symbol) atom).least();
  }

  /** The same after floor(n/k) was replaced by n/k or (n - k + 1)/k, whichever lies below. */
  private static long byRelaxing(Polynomial sum) {
    for (Term term : sum.terms()) {
      if (term.atom().orElse(null) instanceof FloorDiv division) {
        long k = division.denominator();
        Polynomial others = sum.plus(Polynomial.of(term).times(-1));
        Polynomial numerator = division.numerator().sum().plus(term.factor() > 0 ? 1 - k : 0);
        long least = byRelaxing(others.times(k).plus(numerator.times(term.factor())));
        return least == NONE ? NONE : -Math.floorDiv(-least, k);
      }
    }
    return byAtoms(sum);
  }
}
