package io.repconv.converter.torchscript.aten;

/** Element by element, comparisons and reductions, of tensors as of Python numbers. */
final class MathOperators {
  private MathOperators() {}

  static void addTo(AtenTable table) {
    functions(table);
    arithmetic(table);
    comparisons(table);
    reductions(table);
  }

  private static void functions(AtenTable table) {
    table
        .op("aten::exp", ActivationOps.function("Exp"))
        .op("aten::expm1", ActivationOps::expm1)
        .op("aten::log", ActivationOps.function("Log"))
        .op("aten::log1p", ActivationOps::log1p)
        .op("aten::log2", ActivationOps.logarithm(2))
        .op("aten::log10", ActivationOps.logarithm(10))
        .op(
            "aten::sqrt",
            NumberOps.unary(a -> Math.sqrt(Numbers.real(a)), ActivationOps.function("Sqrt")))
        .op("aten::rsqrt", ActivationOps::rsqrt)
        .op("aten::square", ActivationOps::square)
        .op("aten::reciprocal", ActivationOps.function("Reciprocal"))
        .op(
            "aten::abs",
            NumberOps.unary(
                a -> Numbers.greatest(a, Numbers.negate(a)), ActivationOps.anyType("Abs")))
        .op("aten::neg", NumberOps.unary(Numbers::negate, ActivationOps.anyType("Neg")))
        .op("aten::sign", ActivationOps.anyType("Sign"))
        .op("aten::floor", NumberOps.unary(Numbers::floor, ActivationOps.function("Floor")))
        .op("aten::ceil", NumberOps.unary(Numbers::ceil, ActivationOps.function("Ceil")))
        .op(
            "aten::round",
            NumberOps.unary(
                a -> (long) Math.rint(Numbers.real(a)), ActivationOps.function("Round")))
        .op("aten::trunc", ActivationOps::truncate)
        .op("aten::erf", ActivationOps.function("Erf"))
        .op("aten::sin", ActivationOps.function("Sin"))
        .op("aten::cos", ActivationOps.function("Cos"))
        .op("aten::atanh", ActivationOps.function("Atanh"))
        .op("aten::acosh", ActivationOps.function("Acosh"))
        .op("aten::asinh", ActivationOps.function("Asinh"))
        .op("aten::cosh", ActivationOps.function("Cosh"))
        .op("aten::sinh", ActivationOps.function("Sinh"))
        .op("aten::atan", ActivationOps.function("Atan"))
        .op("aten::acos", ActivationOps.function("Acos"))
        .op("aten::asin", ActivationOps.function("Asin"))
        .op("aten::tan", ActivationOps.function("Tan"))
        .op("aten::isnan", ArithmeticOps::isNaN)
        .op("aten::isinf", ArithmeticOps::isInfinite)
        .op("aten::bitwise_not", ArithmeticOps::bitwiseNot)
        .op("aten::logical_not", ArithmeticOps::logicalNot);
  }

  private static void arithmetic(AtenTable table) {
    table
        .op("aten::add", NumberOps.binary(Numbers::add, ArithmeticOps::add))
        .op("aten::sub", NumberOps.binary(Numbers::subtract, ArithmeticOps::subtract))
        .op("aten::subtract", NumberOps.binary(Numbers::subtract, ArithmeticOps::subtract))
        .op(
            "aten::rsub",
            NumberOps.binary((a, b) -> Numbers.subtract(b, a), ArithmeticOps::reverseSubtract))
        .op("aten::mul", NumberOps.binary(Numbers::multiply, ArithmeticOps::multiply))
        .op("aten::multiply", NumberOps.binary(Numbers::multiply, ArithmeticOps::multiply))
        .op("aten::div", NumberOps.binary(Numbers::divide, ArithmeticOps::divide))
        .op("aten::true_divide", NumberOps.binary(Numbers::divide, ArithmeticOps::divide))
        .op("aten::divide", NumberOps.binary(Numbers::divide, ArithmeticOps::divide))
        .op(
            "aten::floor_divide",
            NumberOps.binary(Numbers::floorDivide, ArithmeticOps::floorDivide))
        .op("aten::floordiv", NumberOps.numbersOnly(Numbers::floorDivide))
        .op("aten::remainder", NumberOps.binary(Numbers::remainder, ModuloOps::remainder))
        .op("aten::fmod", ModuloOps::fmod)
        .op("aten::frac", ModuloOps::fraction)
        .op("aten::lerp", ArithmeticOps::lerp)
        .op(
            "aten::pow",
            NumberOps.binary(
                (a, b) -> Math.pow(Numbers.real(a), Numbers.real(b)), ArithmeticOps::power))
        .op("aten::addcmul", ArithmeticOps::addcmul)
        .op("aten::addcdiv", ArithmeticOps::addcdiv)
        .op("aten::maximum", ArithmeticOps.elementwise("Max"))
        .op("aten::minimum", ArithmeticOps.elementwise("Min"));
  }

  private static void comparisons(AtenTable table) {
    table
        .op("aten::eq", NumberOps.binary(Numbers::areEqual, ArithmeticOps::equal))
        .op(
            "aten::ne",
            NumberOps.binary((a, b) -> !Numbers.areEqual(a, b), ArithmeticOps::notEqual))
        .op("aten::lt", order("Less", Numbers::isLess))
        .op("aten::gt", order("Greater", (a, b) -> Numbers.isLess(b, a)))
        .op("aten::le", order("LessOrEqual", (a, b) -> !Numbers.isLess(b, a)))
        .op("aten::ge", order("GreaterOrEqual", (a, b) -> !Numbers.isLess(a, b)))
        .op("aten::__is__", Comparisons::is)
        .op("aten::__isnot__", Comparisons::isNot)
        .op("aten::__not__", Comparisons::not)
        .op("aten::__and__", ArithmeticOps.bitwise("And", (a, b) -> (Boolean) a && (Boolean) b))
        .op("aten::bitwise_and", ArithmeticOps.bitwise("And", (a, b) -> (Boolean) a && (Boolean) b))
        .op("aten::__or__", ArithmeticOps.bitwise("Or", (a, b) -> (Boolean) a || (Boolean) b))
        .op("aten::bitwise_or", ArithmeticOps.bitwise("Or", (a, b) -> (Boolean) a || (Boolean) b))
        .op("aten::__xor__", ArithmeticOps.bitwise("Xor", (a, b) -> !a.equals(b)))
        .op("aten::bitwise_xor", ArithmeticOps.bitwise("Xor", (a, b) -> !a.equals(b)))
        .op("aten::logical_and", ArithmeticOps.logical("And", (a, b) -> (Boolean) a && (Boolean) b))
        .op("aten::logical_or", ArithmeticOps.logical("Or", (a, b) -> (Boolean) a || (Boolean) b))
        .op("aten::logical_xor", ArithmeticOps.logical("Xor", (a, b) -> !a.equals(b)))
        .op("aten::__contains__", ListOps::contains);
  }

  private static void reductions(AtenTable table) {
    table
        .op(
            "aten::sum",
            ListReductions.orTensor(ListReductions::sum, ReduceOps.reduction("ReduceSum")))
        .op(
            "aten::all",
            ListReductions.orTensor(ListReductions.flags(true), ReduceOps.flags("ReduceMin")))
        .op(
            "aten::any",
            ListReductions.orTensor(ListReductions.flags(false), ReduceOps.flags("ReduceMax")))
        .op("aten::mean", ReduceOps.reduction("ReduceMean"))
        .op("aten::prod", ReduceOps.reduction("ReduceProd"))
        .op("aten::amax", ReduceOps.extremum("ReduceMax"))
        .op("aten::amin", ReduceOps.extremum("ReduceMin"))
        .op("aten::max", extremum(Numbers::greatest, "ReduceMax", "ArgMax", "Max"))
        .op("aten::min", extremum(Numbers::least, "ReduceMin", "ArgMin", "Min"))
        .op("aten::argmax", ReduceOps.position("ArgMax"))
        .op("aten::argmin", ReduceOps.position("ArgMin"))
        .op("aten::norm", ReduceOps::norm)
        .op("aten::linalg_vector_norm", ReduceOps::norm)
        .op("aten::var", VarianceOps::variance)
        .op("aten::std", VarianceOps::deviation)
        .op("aten::var_mean", VarianceOps::varianceAndMean)
        .op("aten::std_mean", VarianceOps::deviationAndMean)
        .op("aten::logsumexp", ReduceOps::logSumExp)
        .op("aten::cumsum", ReduceOps.cumulative("CumSum"));
  }

  private static Lowering order(String op, NumberOps.Binary numbers) {
    return NumberOps.binary(numbers, ArithmeticOps.elementwise(op));
  }

  private static Lowering extremum(
      NumberOps.Binary numbers, String reduce, String arg, String elementwise) {
    return NumberOps.binary(numbers, ReduceOps.extremum(reduce, arg, elementwise));
  }
}
