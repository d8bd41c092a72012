package io.repconv.converter.torchscript.aten;

import org.jspecify.annotations.Nullable;

/** Element by element, comparisons and reductions, of tensors as of Python numbers. */
final class MathOperators {
  private MathOperators() {}

  /** The lowering of an operator of these, null where it is none. */
  static @Nullable Lowering find(String name) {
    Lowering found = functions(name);
    found = found == null ? arithmetic(name) : found;
    found = found == null ? comparisons(name) : found;
    return found == null ? reductions(name) : found;
  }

  private static @Nullable Lowering functions(String name) {
    return switch (name) {
      case "aten::exp" -> ActivationOps.function("Exp");
      case "aten::expm1" -> ActivationOps::expm1;
      case "aten::log" -> ActivationOps.function("Log");
      case "aten::log1p" -> ActivationOps::log1p;
      case "aten::log2" -> ActivationOps.logarithm(2);
      case "aten::log10" -> ActivationOps.logarithm(10);
      case "aten::sqrt" ->
          NumberOps.unary(a -> Math.sqrt(Numbers.real(a)), ActivationOps.function("Sqrt"));
      case "aten::rsqrt" -> ActivationOps::rsqrt;
      case "aten::square" -> ActivationOps::square;
      case "aten::reciprocal" -> ActivationOps.function("Reciprocal");
      case "aten::abs" ->
          NumberOps.unary(
              a -> Numbers.greatest(a, Numbers.negate(a)), ActivationOps.anyType("Abs"));
      case "aten::neg" -> NumberOps.unary(Numbers::negate, ActivationOps.anyType("Neg"));
      case "aten::sign" -> ActivationOps.anyType("Sign");
      case "aten::floor" -> NumberOps.unary(Numbers::floor, ActivationOps.function("Floor"));
      case "aten::ceil" -> NumberOps.unary(Numbers::ceil, ActivationOps.function("Ceil"));
      case "aten::round" ->
          NumberOps.unary(a -> (long) Math.rint(Numbers.real(a)), ActivationOps.function("Round"));
      case "aten::trunc" -> ActivationOps::truncate;
      case "aten::erf" -> ActivationOps.function("Erf");
      case "aten::sin" -> ActivationOps.function("Sin");
      case "aten::cos" -> ActivationOps.function("Cos");
      case "aten::atanh" -> ActivationOps.function("Atanh");
      case "aten::acosh" -> ActivationOps.function("Acosh");
      case "aten::asinh" -> ActivationOps.function("Asinh");
      case "aten::cosh" -> ActivationOps.function("Cosh");
      case "aten::sinh" -> ActivationOps.function("Sinh");
      case "aten::atan" -> ActivationOps.function("Atan");
      case "aten::acos" -> ActivationOps.function("Acos");
      case "aten::asin" -> ActivationOps.function("Asin");
      case "aten::tan" -> ActivationOps.function("Tan");
      case "aten::isnan" -> ArithmeticOps::isNaN;
      case "aten::isinf" -> ArithmeticOps::isInfinite;
      case "aten::bitwise_not" -> ArithmeticOps::bitwiseNot;
      case "aten::logical_not" -> ArithmeticOps::logicalNot;
      default -> null;
    };
  }

  private static @Nullable Lowering arithmetic(String name) {
    return switch (name) {
      case "aten::add" -> NumberOps.binary(Numbers::add, ArithmeticOps::add);
      case "aten::sub", "aten::subtract" ->
          NumberOps.binary(Numbers::subtract, ArithmeticOps::subtract);
      case "aten::rsub" ->
          NumberOps.binary((a, b) -> Numbers.subtract(b, a), ArithmeticOps::reverseSubtract);
      case "aten::mul", "aten::multiply" ->
          NumberOps.binary(Numbers::multiply, ArithmeticOps::multiply);
      case "aten::div", "aten::true_divide", "aten::divide" ->
          NumberOps.binary(Numbers::divide, ArithmeticOps::divide);
      case "aten::floor_divide" ->
          NumberOps.binary(Numbers::floorDivide, ArithmeticOps::floorDivide);
      case "aten::floordiv" -> NumberOps.numbersOnly(Numbers::floorDivide);
      case "aten::remainder" -> NumberOps.binary(Numbers::remainder, ModuloOps::remainder);
      case "aten::fmod" -> ModuloOps::fmod;
      case "aten::frac" -> ModuloOps::fraction;
      case "aten::lerp" -> ArithmeticOps::lerp;
      case "aten::pow" ->
          NumberOps.binary(
              (a, b) -> Math.pow(Numbers.real(a), Numbers.real(b)), ArithmeticOps::power);
      case "aten::addcmul" -> ArithmeticOps::addcmul;
      case "aten::addcdiv" -> ArithmeticOps::addcdiv;
      case "aten::maximum" -> ArithmeticOps.elementwise("Max");
      case "aten::minimum" -> ArithmeticOps.elementwise("Min");
      default -> null;
    };
  }

  private static @Nullable Lowering comparisons(String name) {
    return switch (name) {
      case "aten::eq" -> NumberOps.binary(Numbers::areEqual, ArithmeticOps::equal);
      case "aten::ne" ->
          NumberOps.binary((a, b) -> !Numbers.areEqual(a, b), ArithmeticOps::notEqual);
      case "aten::lt" -> order("Less", Numbers::isLess);
      case "aten::gt" -> order("Greater", (a, b) -> Numbers.isLess(b, a));
      case "aten::le" -> order("LessOrEqual", (a, b) -> !Numbers.isLess(b, a));
      case "aten::ge" -> order("GreaterOrEqual", (a, b) -> !Numbers.isLess(a, b));
      case "aten::__is__" -> Comparisons::is;
      case "aten::__isnot__" -> Comparisons::isNot;
      case "aten::__not__" -> Comparisons::not;
      case "aten::__and__", "aten::bitwise_and" ->
          ArithmeticOps.bitwise("And", (a, b) -> (Boolean) a && (Boolean) b);
      case "aten::__or__", "aten::bitwise_or" ->
          ArithmeticOps.bitwise("Or", (a, b) -> (Boolean) a || (Boolean) b);
      case "aten::__xor__", "aten::bitwise_xor" ->
          ArithmeticOps.bitwise("Xor", (a, b) -> !a.equals(b));
      case "aten::logical_and" ->
          ArithmeticOps.logical("And", (a, b) -> (Boolean) a && (Boolean) b);
      case "aten::logical_or" -> ArithmeticOps.logical("Or", (a, b) -> (Boolean) a || (Boolean) b);
      case "aten::logical_xor" -> ArithmeticOps.logical("Xor", (a, b) -> !a.equals(b));
      case "aten::__contains__" -> ListOps::contains;
      default -> null;
    };
  }

  private static @Nullable Lowering reductions(String name) {
    return switch (name) {
      case "aten::sum" ->
          ListReductions.orTensor(ListReductions::sum, ReduceOps.reduction("ReduceSum"));
      case "aten::all" ->
          ListReductions.orTensor(ListReductions.flags(true), ReduceOps.flags("ReduceMin"));
      case "aten::any" ->
          ListReductions.orTensor(ListReductions.flags(false), ReduceOps.flags("ReduceMax"));
      case "aten::mean" -> ReduceOps.reduction("ReduceMean");
      case "aten::prod" -> ReduceOps.reduction("ReduceProd");
      case "aten::amax" -> ReduceOps.extremum("ReduceMax");
      case "aten::amin" -> ReduceOps.extremum("ReduceMin");
      case "aten::max" -> extremum(Numbers::greatest, "ReduceMax", "ArgMax", "Max");
      case "aten::min" -> extremum(Numbers::least, "ReduceMin", "ArgMin", "Min");
      case "aten::argmax" -> ReduceOps.position("ArgMax");
      case "aten::argmin" -> ReduceOps.position("ArgMin");
      case "aten::norm", "aten::linalg_vector_norm" -> ReduceOps::norm;
      case "aten::var" -> VarianceOps::variance;
      case "aten::std" -> VarianceOps::deviation;
      case "aten::var_mean" -> VarianceOps::varianceAndMean;
      case "aten::std_mean" -> VarianceOps::deviationAndMean;
      case "aten::logsumexp" -> ReduceOps::logSumExp;
      case "aten::cumsum" -> ReduceOps.cumulative("CumSum");
      default -> null;
    };
  }

  private static Lowering order(String op, NumberOps.Binary numbers) {
    return NumberOps.binary(numbers, ArithmeticOps.elementwise(op));
  }

  private static Lowering extremum(
      NumberOps.Binary numbers, String reduce, String arg, String elementwise) {
    return NumberOps.binary(numbers, ReduceOps.extremum(reduce, arg, elementwise));
  }
}
