package io.repconv.graph;

import io.repconv.graph.Atom.FloorDiv;
import io.repconv.graph.Atom.Symbol;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One dimension of a shape: a number, or an integer expression over named sizes such as {@code
 * floor((H + 1) / 2)}.
 *
 * <p>An expression is kept in one normal form, a sum of integer multiples of products of atoms (a
 * symbol or a floor division by a number), so that {@link #equals} decides equality of everything
 * convolutions, poolings, concatenations and reshapes do to a size. Four identities make floor
 * divisions canonical (a, b, c integers; k, m positive):
 *
 * <pre>
 * floor((k*a + c) / k)            = a + floor(c / k)
 * floor((floor(a / m) + c) / k)   = floor((a + c*m) / (m*k))
 * floor((g*a + c) / (g*k))        = floor((a + floor(c / g)) / k)
 * floor(((k-1)*a + c) / k)        = a - floor((a + k - 1 - c) / k)
 * </pre>
 *
 * <p>Symbols stand for sizes of at least 1, or what {@link #symbol(String, long)} says; those whose
 * name starts with an underscore, which are made for sizes that cannot be expressed, of at least 0.
 * What is known of a symbol beyond its name makes no expression another one: it only lets more be
 * shown of it.
 */
public final class Dim {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:]*");

  private final Polynomial sum;

  Dim(Polynomial sum) {
    this.sum = sum;
  }

  public static Dim of(long value) {
    return new Dim(Polynomial.of(value));
  }

  /** A size known by name only. Names start with a letter or underscore. */
  public static Dim symbol(String name) {
    return symbol(name, name.startsWith("_") ? 0 : 1);
  }

  /** A size known by name, and not to be below a number. */
  public static Dim symbol(String name, long least) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a symbol: " + name);
    }
    return ofAtom(new Symbol(name, least));
  }

  private static Dim ofAtom(Atom atom) {
    return new Dim(Polynomial.of(Term.of(atom)));
  }

  Polynomial sum() {
    return sum;
  }

  public boolean isConstant() {
    return sum.isConstant();
  }

  public boolean is(long value) {
    return isConstant() && sum.constantTerm() == value;
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
    return sum.constantTerm();
  }

  public Dim plus(long value) {
    return new Dim(sum.plus(value));
  }

  public Dim plus(Dim other) {
    return new Dim(sum.plus(other.sum));
  }

  public Dim minus(Dim other) {
    return plus(other.times(-1));
  }

  public Dim times(long value) {
    return new Dim(sum.times(value));
  }

  public Dim times(Dim other) {
    return new Dim(sum.times(other.sum));
  }

  /** This divided by a positive number, rounded towards minus infinity. */
  public Dim floorDiv(long divisor) {
    if (divisor <= 0) {
      throw new IllegalArgumentException("divisor " + divisor);
    }
    Polynomial whole = sum.withFactors(factor -> Math.floorDiv(factor, divisor));
    Polynomial rest = sum.withFactors(factor -> Math.floorMod(factor, divisor));
    return new Dim(whole).plus(floorOfRemainder(rest, divisor));
  }

  private static Dim floorOfRemainder(Polynomial rest, long divisor) {
    long c = rest.constantTerm();
    if (divisor == 1 || rest.isConstant()) {
      return of(Math.floorDiv(c, divisor));
    }
    Polynomial variable = rest.plus(-c);
    if (variable.terms().size() == 1) {
      Term only = variable.terms().iterator().next();
      if (only.factor() == 1 && only.atom().orElse(null) instanceof FloorDiv inner) {
        long m = inner.denominator();
        return inner
            .numerator()
            .plus(Math.multiplyExact(c, m))
            .floorDiv(Math.multiplyExact(m, divisor));
      }
    }
    long common = divisor;
    for (Term term : variable.terms()) {
      common = gcd(common, term.factor());
    }
    if (common > 1) {
      long by = common;
      Dim reduced = new Dim(variable.withFactors(factor -> factor / by));
      return reduced.plus(Math.floorDiv(c, common)).floorDiv(divisor / common);
    }
    return leansToDivisor(variable, divisor)
        ? complement(variable, c, divisor)
        : ofAtom(new FloorDiv(new Dim(rest), divisor));
  }

  /** Whether the first factor that is not half the divisor is more than that. */
  private static boolean leansToDivisor(Polynomial variable, long divisor) {
    for (Term term : variable.terms()) {
      if (term.factor() != divisor - term.factor()) {
        return term.factor() > divisor - term.factor();
      }
    }
    return false;
  }

  /** floor((k*a - b + c) / k) = a - floor((b + k - 1 - c) / k). */
  private static Dim complement(Polynomial variable, long c, long k) {
    Dim whole = new Dim(variable.withFactors(factor -> 1));
    Dim missing = new Dim(variable.withFactors(factor -> k - factor));
    return whole.minus(missing.plus(k - 1 - c).floorDiv(k));
  }

  private static long gcd(long a, long b) {
    return b == 0 ? Math.abs(a) : gcd(b, a % b);
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
    return sum.dividedBy(divisor.sum).map(Dim::new);
  }

  /** Whether a simple proof shows that this is at least {@code bound} for all sizes. */
  public boolean isAtLeast(long bound) {
    return LowerBound.shows(this, bound);
  }

  /** This with every symbol replaced by what {@code replacement} says. */
  public Dim substitute(Function<String, Dim> replacement) {
    return in(new Substitution(replacement));
  }

  /** Sizes in another form than {@link Dim}: nodes of a graph that compute them, bounds, text. */
  public interface Algebra<T> {
    T constant(long value);

    T symbol(String name);

    T sum(T left, T right);

    T product(T left, T right);

    T floorDiv(T numerator, long denominator);
  }

  /** Expressions again, with every symbol replaced. */
  private record Substitution(Function<String, Dim> replacement) implements Algebra<Dim> {
    @Override
    public Dim constant(long value) {
      return of(value);
    }

    @Override
    public Dim symbol(String name) {
      return replacement.apply(name);
    }

    @Override
    public Dim sum(Dim left, Dim right) {
      return left.plus(right);
    }

    @Override
    public Dim product(Dim left, Dim right) {
      return left.times(right);
    }

    @Override
    public Dim floorDiv(Dim numerator, long denominator) {
      return numerator.floorDiv(denominator);
    }
  }

  /** This expression built up again in another algebra. */
  public <T> T in(Algebra<T> algebra) {
    @Nullable T all = null;
    for (Term term : sum.terms()) {
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
      all = all == null ? product : algebra.sum(all, product);
    }
    return all == null ? algebra.constant(0) : all;
  }

  /** The number this is when the symbols have these values; every symbol must have one. */
  public long evaluate(Map<String, Long> sizes) {
    return in(new Evaluation(sizes));
  }

  /** The names this depends on, in alphabetical order. */
  public Set<String> symbols() {
    Set<String> names = new TreeSet<>();
    collectSymbols(names);
    return names;
  }

  private void collectSymbols(Collection<String> names) {
    for (Term term : sum.terms()) {
      for (Atom atom : term.atoms()) {
        if (atom instanceof FloorDiv division) {
          division.numerator().collectSymbols(names);
        } else {
          names.add(atom.text());
        }
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dim dim && sum.equals(dim.sum);
  }

  @Override
  public int hashCode() {
    return sum.hashCode();
  }

  /** The expression, readable and parsed back by {@link DimText}. */
  @Override
  public String toString() {
    return sum.toString();
  }
}
