package io.repconv.graph;

import io.repconv.graph.Atom.FloorDiv;
import io.repconv.graph.Atom.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an expression of one symbol without products goes on: by a step of {@code period} the value
 * grows by {@code growth}, wherever it starts, so that one period shows all there is to know.
 *
 * <pre>
 * S             period 1, growth 1
 * f + g         period lcm of both, growths added over it
 * floor(f / k)  period m*p of f's period p, growth m*c/k of its growth c, where m = k / gcd(k, c)
 * </pre>
 */
record Periodic(long period, long growth) {
  /** Longer periods are not looked through. */
  private static final long LONGEST = 4096;

  private static final Periodic CONSTANT = new Periodic(1, 0);

  /**
   * The exact least value of a sum whose terms have one symbol each; null where it has none, or
   * another form.
   */
  static @Nullable Long least(Polynomial sum) {
    Map<String, List<Term>> bySymbol = new TreeMap<>();
    long least = sum.constantTerm();
    for (Term term : sum.terms()) {
      if (term.isNumber()) {
        continue;
      }
      Set<String> symbols = new Dim(Polynomial.of(term)).symbols();
      if (symbols.size() != 1 || term.atoms().size() != 1) {
        return null;
      }
      bySymbol.computeIfAbsent(symbols.iterator().next(), name -> new ArrayList<>()).add(term);
    }
    for (List<Term> terms : bySymbol.values()) {
      Long part = leastOfOne(Polynomial.sum(terms));
      if (part == null) {
        return null;
      }
      least = Math.addExact(least, part);
    }
    return least;
  }

  private static @Nullable Long leastOfOne(Polynomial sum) {
    Periodic whole = of(sum);
    if (whole == null || whole.growth < 0) {
      return null;
    }
    long from = start(sum);
    long least = Long.MAX_VALUE;
    for (long size = from; size < from + whole.period; size++) {
      least = Math.min(least, value(sum, size));
    }
    return least;
  }

  private static @Nullable Periodic of(Polynomial sum) {
    Periodic all = CONSTANT;
    for (Term term : sum.terms()) {
      if (term.isNumber()) {
        continue;
      }
      Periodic atom = term.atoms().size() == 1 ? of(term.atoms().get(0)) : null;
      if (atom == null) {
        return null;
      }
      long period = all.period / gcd(all.period, atom.period) * atom.period;
      if (period > LONGEST) {
        return null;
      }
      long growth = Math.multiplyExact(period / atom.period * atom.growth, term.factor());
      all = new Periodic(period, Math.addExact(period / all.period * all.growth, growth));
    }
    return all;
  }

  private static @Nullable Periodic of(Atom atom) {
    if (!(atom instanceof FloorDiv division)) {
      return new Periodic(1, 1);
    }
    Periodic numerator = of(division.numerator().sum());
    if (numerator == null) {
      return null;
    }
    long k = division.denominator();
    long steps = k / gcd(k, numerator.growth);
    return steps > LONGEST / numerator.period
        ? null
        : new Periodic(steps * numerator.period, steps * numerator.growth / k);
  }

  /** The least that the one symbol can be. */
  private static long start(Polynomial sum) {
    for (Term term : sum.terms()) {
      for (Atom atom : term.atoms()) {
        return atom instanceof FloorDiv division
            ? start(division.numerator().sum())
            : ((Symbol) atom).least();
      }
    }
    return 0;
  }

  private static long value(Polynomial sum, long size) {
    long value = 0;
    for (Term term : sum.terms()) {
      long product = term.factor();
      for (Atom atom : term.atoms()) {
        product = Math.multiplyExact(product, value(atom, size));
      }
      value = Math.addExact(value, product);
    }
    return value;
  }

  private static long value(Atom atom, long size) {
    return atom instanceof FloorDiv division
        ? Math.floorDiv(value(division.numerator().sum(), size), division.denominator())
        : size;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? Math.abs(a) : gcd(b, a % b);
  }
}
