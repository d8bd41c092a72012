package io.repconv.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One dimension of a shape: a number, or an integer expression over named sizes such as {@code
 * floor((H + 1) / 2)}.
 *
 * <p>An expression is kept in one normal form, a sum of integer multiples of products of atoms (a
 * symbol or a floor division by a number), so that {@link #equals} decides equality of everything
 * convolutions, poolings, concatenations and reshapes do to a size. Three identities make floor
 * divisions canonical (a, c integers; k, m positive):
 *
 * <pre>
 * floor((k*a + c) / k)            = a + floor(c / k)
 * floor((floor(a / m) + c) / k)   = floor((a + c*m) / (m*k))
 * floor((g*a + c) / (g*k))        = floor((a + floor(c / g)) / k)
 * </pre>
 *
 * <p>Symbols stand for sizes of at least 1; those whose name starts with an underscore, which are
 * made for sizes that cannot be expressed, of at least 0.
 */
public final class Dim {
  /** Quotients of shapes have few terms; a longer division is given up. */
  private static final int MOST_QUOTIENT_TERMS = 64;

  /** Products of atoms by their text, the empty product being the constant. Never holds a zero. */
  private final SortedMap<String, Term> terms;

  private final String text;

  private Dim(SortedMap<String, Term> terms) {
    this.terms = terms;
    this.text = print(terms);
  }

  private record Term(long factor, List<Atom> atoms) {
    Term times(long by) {
      return new Term(Math.multiplyExact(factor, by), atoms);
    }

    Optional<Term> dividedBy(Term by) {
      List<Atom> left = new ArrayList<>(atoms);
      for (Atom atom : by.atoms()) {
        if (!left.remove(atom)) {
          return Optional.empty();
        }
      }
      return factor % by.factor() == 0
          ? Optional.of(new Term(factor / by.factor(), List.copyOf(left)))
          : Optional.empty();
    }

    static String key(List<Atom> atoms) {
      StringBuilder key = new StringBuilder();
      for (Atom atom : atoms) {
        key.append(key.isEmpty() ? "" : "*").append(atom.text());
      }
      return key.toString();
    }
  }

  private sealed interface Atom permits Symbol, FloorDiv {
    String text();
  }

  private record Symbol(String text) implements Atom {}

  private record FloorDiv(Dim numerator, long denominator, String text) implements Atom {
    FloorDiv(Dim numerator, long denominator) {
      this(numerator, denominator, "floor((" + numerator + ")/" + denominator + ")");
    }
  }

  public static Dim of(long value) {
    SortedMap<String, Term> terms = new TreeMap<>();
    put(terms, new Term(value, List.of()));
    return new Dim(terms);
  }

  /** A size known by name only. Names start with a letter or underscore. */
  public static Dim symbol(String name) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_.:]*")) {
      throw new IllegalArgumentException("not a symbol: " + name);
    }
    return ofAtom(new Symbol(name));
  }

  private static Dim ofAtom(Atom atom) {
    SortedMap<String, Term> terms = new TreeMap<>();
    put(terms, new Term(1, List.of(atom)));
    return new Dim(terms);
  }

  private static void put(SortedMap<String, Term> terms, Term term) {
    String key = Term.key(term.atoms());
    Term old = terms.get(key);
    long factor = old == null ? term.factor() : Math.addExact(old.factor(), term.factor());
    if (factor == 0) {
      terms.remove(key);
    } else {
      terms.put(key, new Term(factor, term.atoms()));
    }
  }

  public boolean isConstant() {
    return terms.isEmpty() || (terms.size() == 1 && terms.containsKey(""));
  }

  public boolean is(long value) {
    return isConstant() && constantTerm() == value;
  }

  /**
   * The number this dimension is.
   *
   * @throws IllegalStateException where it is symbolic
   */
  public long value() {
    if (!isConstant()) {
      throw new IllegalStateException(this + " is not a number");
    }
    return constantTerm();
  }

  private long constantTerm() {
    Term constant = terms.get("");
    return constant == null ? 0 : constant.factor();
  }

  public Dim plus(long value) {
    return plus(of(value));
  }

  public Dim plus(Dim other) {
    SortedMap<String, Term> sum = new TreeMap<>(terms);
    other.terms.values().forEach(term -> put(sum, term));
    return new Dim(sum);
  }

  public Dim minus(Dim other) {
    return plus(other.times(-1));
  }

  public Dim times(long value) {
    if (value == 0) {
      return of(0);
    }
    SortedMap<String, Term> product = new TreeMap<>();
    terms.forEach((key, term) -> product.put(key, term.times(value)));
    return new Dim(product);
  }

  public Dim times(Dim other) {
    SortedMap<String, Term> product = new TreeMap<>();
    for (Term a : terms.values()) {
      for (Term b : other.terms.values()) {
        List<Atom> atoms = new ArrayList<>(a.atoms());
        atoms.addAll(b.atoms());
        atoms.sort((x, y) -> x.text().compareTo(y.text()));
        put(product, new Term(Math.multiplyExact(a.factor(), b.factor()), List.copyOf(atoms)));
      }
    }
    return new Dim(product);
  }

  /** This divided by a positive number, rounded towards minus infinity. */
  public Dim floorDiv(long divisor) {
    if (divisor <= 0) {
      throw new IllegalArgumentException("divisor " + divisor);
    }
    SortedMap<String, Term> whole = new TreeMap<>();
    SortedMap<String, Term> rest = new TreeMap<>();
    for (Term term : terms.values()) {
      put(whole, new Term(Math.floorDiv(term.factor(), divisor), term.atoms()));
      put(rest, new Term(Math.floorMod(term.factor(), divisor), term.atoms()));
    }
    return new Dim(whole).plus(floorOfRemainder(new Dim(rest), divisor));
  }

  private static Dim floorOfRemainder(Dim rest, long divisor) {
    if (divisor == 1 || rest.isConstant()) {
      return of(Math.floorDiv(rest.constantTerm(), divisor));
    }
    long c = rest.constantTerm();
    Dim variable = rest.plus(-c);
    if (variable.terms.size() == 1) {
      Term only = variable.only();
      if (only.factor() == 1
          && only.atoms().size() == 1
          && only.atoms().get(0) instanceof FloorDiv inner) {
        long m = inner.denominator();
        return inner
            .numerator()
            .plus(Math.multiplyExact(c, m))
            .floorDiv(Math.multiplyExact(m, divisor));
      }
    }
    long common = divisor;
    for (Term term : variable.terms.values()) {
      common = gcd(common, term.factor());
    }
    if (common > 1) {
      SortedMap<String, Term> reduced = new TreeMap<>();
      for (Term term : variable.terms.values()) {
        put(reduced, new Term(term.factor() / common, term.atoms()));
      }
      return new Dim(reduced).plus(Math.floorDiv(c, common)).floorDiv(divisor / common);
    }
    return ofAtom(new FloorDiv(rest, divisor));
  }

  /** This divided by a positive number, rounded towards plus infinity. */
  public Dim ceilDiv(long divisor) {
    return plus(divisor - 1).floorDiv(divisor);
  }

  /**
   * The exact quotient, where it exists for every value of the symbols: {@code 6*N*H / (2*N) =
   * 3*H}, {@code (H*W + W) / (H + 1) = W}. It is found by long division of polynomials in the
   * atoms.
   */
  public Optional<Dim> dividedBy(Dim divisor) {
    if (divisor.terms.isEmpty()) {
      return Optional.empty();
    }
    Dim quotient = of(0);
    Dim rest = this;
    for (int step = 0; !rest.terms.isEmpty(); step++) {
      Optional<Term> next =
          step < MOST_QUOTIENT_TERMS
              ? rest.leading().dividedBy(divisor.leading())
              : Optional.empty();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      SortedMap<String, Term> single = new TreeMap<>();
      put(single, next.get());
      Dim part = new Dim(single);
      quotient = quotient.plus(part);
      rest = rest.minus(part.times(divisor));
    }
    return Optional.of(quotient);
  }

  /** The term of the highest degree, the first in alphabetical order among several. */
  private Term leading() {
    return Collections.min(
        terms.values(),
        Comparator.comparing((Term term) -> -term.atoms().size())
            .thenComparing(Term::atoms, Dim::compareAtoms));
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

  /** Whether a simple proof shows that this is at least {@code bound} for all sizes. */
  public boolean isAtLeast(long bound) {
    if (leastByAtoms() >= bound) {
      return true;
    }
    try {
      return leastByRelaxing() >= bound;
    } catch (ArithmeticException tooLarge) {
      return false;
    }
  }

  /** A lower bound, {@link Long#MIN_VALUE} where none is found: each term is bounded by itself. */
  private long leastByAtoms() {
    long sum = constantTerm();
    for (Term term : terms.values()) {
      if (term.atoms().isEmpty()) {
        continue;
      }
      long product = term.factor();
      for (Atom atom : term.atoms()) {
        long least = least(atom);
        if (product < 0 || least < 0) {
          return Long.MIN_VALUE;
        }
        product *= Math.min(least, 1L << 20);
      }
      sum = Math.addExact(sum, product);
    }
    return sum;
  }

  private static long least(Atom atom) {
    if (atom instanceof FloorDiv division) {
      return Math.floorDiv(division.numerator().leastByAtoms(), division.denominator());
    }
    return atom.text().startsWith("_") ? 0 : 1;
  }

  /** The same after floor(n/k) was replaced by n/k or (n - k + 1)/k, whichever lies below. */
  private long leastByRelaxing() {
    for (Term term : terms.values()) {
      if (term.atoms().size() == 1 && term.atoms().get(0) instanceof FloorDiv division) {
        long k = division.denominator();
        Dim others = minus(ofAtom(division).times(term.factor()));
        Dim numerator = division.numerator().plus(term.factor() > 0 ? 1 - k : 0);
        long least = others.times(k).plus(numerator.times(term.factor())).leastByRelaxing();
        return least == Long.MIN_VALUE ? least : -Math.floorDiv(-least, k);
      }
    }
    return leastByAtoms();
  }

  /** This with every symbol replaced by what {@code replacement} says. */
  public Dim substitute(Function<String, Dim> replacement) {
    Dim sum = of(0);
    for (Term term : terms.values()) {
      Dim product = of(term.factor());
      for (Atom atom : term.atoms()) {
        product =
            product.times(
                atom instanceof FloorDiv division
                    ? division.numerator().substitute(replacement).floorDiv(division.denominator())
                    : replacement.apply(atom.text()));
      }
      sum = sum.plus(product);
    }
    return sum;
  }

  /** Sizes in another form than {@link Dim}: nodes of a graph that compute them, bounds, text. */
  public interface Algebra<T> {
    T constant(long value);

    T symbol(String name);

    T sum(T left, T right);

    T product(T left, T right);

    T floorDiv(T numerator, long denominator);
  }

  /** This expression built up again in another algebra. */
  public <T> T in(Algebra<T> algebra) {
    @Nullable T sum = null;
    for (Term term : terms.values()) {
      @Nullable T product = null;
      for (Atom atom : term.atoms()) {
        T factor =
            atom instanceof FloorDiv division
                ? algebra.floorDiv(division.numerator().in(algebra), division.denominator())
                : algebra.symbol(atom.text());
        product = product == null ? factor : algebra.product(product, factor);
      }
      if (product == null) {
        product = algebra.constant(term.factor());
      } else if (term.factor() != 1) {
        product = algebra.product(product, algebra.constant(term.factor()));
      }
      sum = sum == null ? product : algebra.sum(sum, product);
    }
    return sum == null ? algebra.constant(0) : sum;
  }

  /** The number this is when the symbols have these values; every symbol must have one. */
  public long evaluate(Map<String, Long> sizes) {
    return substitute(
            name -> {
              Long size = sizes.get(name);
              if (size == null) {
                throw new IllegalArgumentException("no size for " + name);
              }
              return of(size);
            })
        .value();
  }

  /** The names this depends on, in alphabetical order. */
  public Set<String> symbols() {
    Set<String> names = new TreeSet<>();
    collectSymbols(names);
    return names;
  }

  private void collectSymbols(Collection<String> names) {
    for (Term term : terms.values()) {
      for (Atom atom : term.atoms()) {
        if (atom instanceof FloorDiv division) {
          division.numerator().collectSymbols(names);
        } else {
          names.add(atom.text());
        }
      }
    }
  }

  private Term only() {
    return terms.values().iterator().next();
  }

  private static long gcd(long a, long b) {
    return b == 0 ? Math.abs(a) : gcd(b, a % b);
  }

  private static String print(SortedMap<String, Term> terms) {
    StringBuilder text = new StringBuilder();
    Term constant = terms.get("");
    terms.forEach(
        (key, term) -> {
          if (!key.isEmpty()) {
            append(text, term.factor(), key);
          }
        });
    if (constant != null || text.isEmpty()) {
      append(text, constant == null ? 0 : constant.factor(), "");
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
    if (product.isEmpty()) {
      text.append(size);
    } else {
      text.append(size == 1 ? "" : size + "*").append(product);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dim dim && text.equals(dim.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The expression, readable and parsed back by {@link DimText}. */
  @Override
  public String toString() {
    return text;
  }
}
