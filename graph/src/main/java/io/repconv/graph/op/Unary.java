package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Operators that map each element of a number tensor by a function without parameters. */
public final class Unary implements Op {
  public static final Unary ABS = new Unary("Abs", Math::abs, Math::abs);
  public static final Unary ACOS = new Unary("Acos", Math::acos);
  public static final Unary ACOSH = new Unary("Acosh", x -> Math.log(x + Math.sqrt(x * x - 1)));
  public static final Unary ASIN = new Unary("Asin", Math::asin);
  public static final Unary ASINH = new Unary("Asinh", Unary::asinh);
  public static final Unary ATAN = new Unary("Atan", Math::atan);
  public static final Unary ATANH = new Unary("Atanh", x -> (Math.log1p(x) - Math.log1p(-x)) / 2);
  public static final Unary CEIL = new Unary("Ceil", Math::ceil);
  public static final Unary COS = new Unary("Cos", Math::cos);
  public static final Unary COSH = new Unary("Cosh", Math::cosh);
  public static final Unary ERF = new Unary("Erf", Erf::of);
  public static final Unary EXP = new Unary("Exp", Math::exp);
  public static final Unary FLOOR = new Unary("Floor", Math::floor);
  public static final Unary HARD_SWISH =
      new Unary("HardSwish", x -> x * Math.max(0, Math.min(1, x / 6 + 0.5)));
  public static final Unary LOG = new Unary("Log", Math::log);

  /** x * tanh(softplus(x)). */
  public static final Unary MISH = new Unary("Mish", x -> x * Math.tanh(softplus(x)));

  public static final Unary NEG = new Unary("Neg", x -> -x, x -> -x);
  public static final Unary RECIPROCAL = new Unary("Reciprocal", x -> 1 / x);
  public static final Unary RELU = new Unary("Relu", x -> Math.max(0, x), x -> Math.max(0, x));

  /** To the nearest integer, halves to the even one. */
  public static final Unary ROUND = new Unary("Round", Math::rint);

  public static final Unary SIGMOID = new Unary("Sigmoid", x -> 1 / (1 + Math.exp(-x)));
  public static final Unary SIGN = new Unary("Sign", Math::signum, Long::signum);
  public static final Unary SIN = new Unary("Sin", Math::sin);
  public static final Unary SINH = new Unary("Sinh", Math::sinh);

  /** log(1 + exp(x)). */
  public static final Unary SOFTPLUS = new Unary("Softplus", Unary::softplus);

  public static final Unary SOFTSIGN = new Unary("Softsign", x -> x / (1 + Math.abs(x)));
  public static final Unary SQRT = new Unary("Sqrt", Math::sqrt);
  public static final Unary TAN = new Unary("Tan", Math::tan);
  public static final Unary TANH = new Unary("Tanh", Math::tanh);

  /** Every one of them. */
  static final List<Unary> ALL =
      List.of(
          ABS,
          ACOS,
          ACOSH,
          ASIN,
          ASINH,
          ATAN,
          ATANH,
          CEIL,
          COS,
          COSH,
          ERF,
          EXP,
          FLOOR,
          HARD_SWISH,
          LOG,
          MISH,
          NEG,
          RECIPROCAL,
          RELU,
          ROUND,
          SIGMOID,
          SIGN,
          SIN,
          SINH,
          SOFTPLUS,
          SOFTSIGN,
          SQRT,
          TAN,
          TANH);

  private final String name;
  private final DoubleUnaryOperator real;
  private final @Nullable LongUnaryOperator whole;

  private Unary(String name, DoubleUnaryOperator real) {
    this(name, real, null);
  }

  private Unary(String name, DoubleUnaryOperator real, @Nullable LongUnaryOperator whole) {
    this.name = name;
    this.real = real;
    this.whole = whole;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 1);
    Value x = inputs.get(0);
    if (whole == null || x.element() == ElementType.BOOL) {
      Inputs.requireFloating(x, "input");
    }
    return List.of(Content.type(x.element(), x.shape(), content(x.integers())));
  }

  private @Nullable List<Dim> content(@Nullable List<Dim> x) {
    if (x == null) {
      return null;
    }
    if (this == NEG) {
      return x.stream().map(d -> d.times(-1)).toList();
    }
    boolean unchanged = this == ABS || this == RELU;
    return unchanged && x.stream().allMatch(d -> d.isAtLeast(0)) ? x : null;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    if (x.type().isFloating()) {
      return List.of(Pointwise.map(x, real));
    }
    if (whole == null) {
      throw new UnsupportedOperationException(name + " of " + x.type().text());
    }
    long[] values = x.longs();
    long[] y = new long[values.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Integers.wrap(whole.applyAsLong(values[i]), x.type());
    }
    return List.of(Tensor.of(x.type(), x.dims(), y));
  }

  static double softplus(double x) {
    return Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static double asinh(double x) {
    double magnitude = Math.abs(x);
    return Math.copySign(Math.log(magnitude + Math.sqrt(x * x + 1)), x);
  }

  @Override
  public String toString() {
    return name;
  }
}
