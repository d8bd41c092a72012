package io.repconv.converter.torchscript.aten;

import io.repconv.graph.ElementType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All operators that are supported, by name. */
public final class AtenTable {
  private final Map<String, Lowering> lowerings = new HashMap<>();

  public AtenTable() {
    convolutions();
    normalisations();
    poolings();
    interpolations();
    activations();
    functions();
    arithmetic();
    comparisons();
    matrices();
    reductions();
    views();
    joins();
    selections();
    creations();
    inPlace();
    questions();
    numbers();
    lists();
  }

  /**
   * The lowering of an operator, null where it is not supported. A name that ends in an underscore
   * is the in-place form of the operator without it.
   *
   * @param name such as {@code aten::relu_}
   */
  public @Nullable Lowering find(String name) {
    Lowering lowering = lowerings.get(name);
    if (lowering == null && name.endsWith("_") && !name.endsWith("__")) {
      Lowering functional = lowerings.get(name.substring(0, name.length() - 1));
      return functional == null ? null : InPlaceOps.of(functional);
    }
    return lowering;
  }

  private AtenTable op(String name, Lowering lowering) {
    lowerings.put(name, lowering);
    return this;
  }

  private void convolutions() {
    op("aten::_convolution", ConvOps::anyConvolution)
        .op("aten::convolution", ConvOps::anyConvolution)
        .op("aten::_convolution_mode", ConvOps::conv)
        .op("aten::conv1d", ConvOps::conv)
        .op("aten::conv2d", ConvOps::conv)
        .op("aten::conv3d", ConvOps::conv)
        .op("aten::conv_transpose1d", ConvOps::convTranspose)
        .op("aten::conv_transpose2d", ConvOps::convTranspose)
        .op("aten::conv_transpose3d", ConvOps::convTranspose);
  }

  private void normalisations() {
    op("aten::batch_norm", NormOps::batchNorm)
        .op("aten::instance_norm", NormOps::instanceNorm)
        .op("aten::group_norm", NormOps::groupNorm)
        .op("aten::layer_norm", NormOps::layerNorm)
        .op("aten::_native_batch_norm_legit_no_training", NativeNormOps::inference)
        .op("aten::_native_batch_norm_legit", NativeNormOps::batchNorm)
        .op("aten::_native_batch_norm_legit_functional", NativeNormOps::batchNorm)
        .op("aten::native_batch_norm", NativeNormOps::batchNorm)
        .op("aten::native_layer_norm", NativeNormOps::layerNorm)
        .op("aten::native_group_norm", NativeNormOps::groupNorm)
        .op("aten::native_dropout", NativeNormOps::dropout)
        .op("aten::dropout", ActivationOps::dropout)
        .op("aten::alpha_dropout", ActivationOps::dropout)
        .op("aten::feature_dropout", ActivationOps::dropout)
        .op("aten::feature_alpha_dropout", ActivationOps::dropout);
  }

  private void poolings() {
    op("aten::max_pool1d", PoolOps.maxPool(1))
        .op("aten::max_pool2d", PoolOps.maxPool(2))
        .op("aten::max_pool3d", PoolOps.maxPool(3))
        .op("aten::max_pool1d_with_indices", PoolOps.maxPoolWithIndices(1))
        .op("aten::max_pool2d_with_indices", PoolOps.maxPoolWithIndices(2))
        .op("aten::max_pool3d_with_indices", PoolOps.maxPoolWithIndices(3))
        .op("aten::avg_pool1d", PoolOps.averagePool(1))
        .op("aten::avg_pool2d", PoolOps.averagePool(2))
        .op("aten::avg_pool3d", PoolOps.averagePool(3))
        .op("aten::adaptive_avg_pool1d", AdaptivePoolOps.average(1))
        .op("aten::adaptive_avg_pool2d", AdaptivePoolOps.average(2))
        .op("aten::adaptive_avg_pool3d", AdaptivePoolOps.average(3))
        .op("aten::adaptive_max_pool1d", AdaptivePoolOps.maximum(1))
        .op("aten::adaptive_max_pool2d", AdaptivePoolOps.maximum(2))
        .op("aten::adaptive_max_pool3d", AdaptivePoolOps.maximum(3));
  }

  private void interpolations() {
    op("aten::upsample_linear1d", ResizeOps::linear)
        .op("aten::upsample_bilinear2d", ResizeOps::linear)
        .op("aten::upsample_trilinear3d", ResizeOps::linear)
        .op("aten::upsample_bicubic2d", ResizeOps::cubic)
        .op("aten::upsample_nearest1d", ResizeOps::nearest)
        .op("aten::upsample_nearest2d", ResizeOps::nearest)
        .op("aten::upsample_nearest3d", ResizeOps::nearest)
        .op("aten::_upsample_nearest_exact1d", ResizeOps::nearestExact)
        .op("aten::_upsample_nearest_exact2d", ResizeOps::nearestExact)
        .op("aten::_upsample_nearest_exact3d", ResizeOps::nearestExact)
        .op("aten::grid_sampler", SamplingOps::gridSample)
        .op("aten::grid_sampler_2d", SamplingOps::gridSample)
        .op("aten::pad", PadOps::pad)
        .op("aten::constant_pad_nd", PadOps::constant)
        .op("aten::reflection_pad1d", PadOps.mode("reflect"))
        .op("aten::reflection_pad2d", PadOps.mode("reflect"))
        .op("aten::reflection_pad3d", PadOps.mode("reflect"))
        .op("aten::replication_pad1d", PadOps.mode("edge"))
        .op("aten::replication_pad2d", PadOps.mode("edge"))
        .op("aten::replication_pad3d", PadOps.mode("edge"));
  }

  private void activations() {
    op("aten::relu", ActivationOps.anyType("Relu"))
        .op("aten::relu6", ActivationOps::relu6)
        .op("aten::hardtanh", ActivationOps::hardtanh)
        .op("aten::clamp", ActivationOps::clamp)
        .op("aten::clip", ActivationOps::clamp)
        .op("aten::clamp_min", ActivationOps::clampMin)
        .op("aten::clamp_max", ActivationOps::clampMax)
        .op("aten::leaky_relu", ActivationOps::leakyRelu)
        .op("aten::rrelu", ActivationOps::rrelu)
        .op("aten::prelu", ActivationOps::prelu)
        .op("aten::elu", ActivationOps::elu)
        .op("aten::celu", ActivationOps::celu)
        .op("aten::selu", ActivationOps::selu)
        .op("aten::silu", ActivationOps::silu)
        .op("aten::mish", ActivationOps::mish)
        .op("aten::gelu", ActivationOps::gelu)
        .op("aten::glu", ActivationOps::glu)
        .op("aten::sigmoid", ActivationOps.function("Sigmoid"))
        .op("aten::log_sigmoid", ActivationOps::logSigmoid)
        .op("aten::hardsigmoid", ActivationOps::hardsigmoid)
        .op("aten::hardswish", ActivationOps::hardswish)
        .op("aten::tanh", ActivationOps.function("Tanh"))
        .op("aten::softplus", ActivationOps::softplus)
        .op("aten::softsign", ActivationOps.function("Softsign"))
        .op("aten::threshold", ThresholdOps::threshold)
        .op("aten::hardshrink", ThresholdOps::hardshrink)
        .op("aten::softshrink", ThresholdOps::softshrink)
        .op("aten::softmax", ActivationOps::softmax)
        .op("aten::_softmax", ActivationOps::softmax)
        .op("aten::log_softmax", ActivationOps::logSoftmax)
        .op("aten::_log_softmax", ActivationOps::logSoftmax);
  }

  private void functions() {
    op("aten::exp", ActivationOps.function("Exp"))
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

  private void arithmetic() {
    op("aten::add", NumberOps.binary(Numbers::add, ArithmeticOps::add))
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

  private void comparisons() {
    op("aten::eq", NumberOps.binary(Numbers::areEqual, ArithmeticOps::equal))
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

  private static Lowering order(String op, NumberOps.Binary numbers) {
    return NumberOps.binary(numbers, ArithmeticOps.elementwise(op));
  }

  private void matrices() {
    op("aten::linear", LinearOps::linear)
        .op("aten::matmul", LinearOps::matmul)
        .op("aten::mm", LinearOps::matmul)
        .op("aten::bmm", LinearOps::matmul)
        .op("aten::addmm", LinearOps::addmm)
        .op("aten::baddbmm", LinearOps::addmm)
        .op("aten::einsum", LinearOps::einsum)
        .op("aten::_native_multi_head_attention", AttentionOps::nativeMultiHead)
        .op("aten::scaled_dot_product_attention", AttentionOps::scaledDotProduct);
  }

  private void reductions() {
    op("aten::sum", ListReductions.orTensor(ListReductions::sum, ReduceOps.reduction("ReduceSum")))
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

  private static Lowering extremum(
      NumberOps.Binary numbers, String reduce, String arg, String elementwise) {
    return NumberOps.binary(numbers, ReduceOps.extremum(reduce, arg, elementwise));
  }

  private void views() {
    op("aten::slice", ViewOps::slice)
        .op("aten::narrow", ViewOps::narrow)
        .op("aten::select", ViewOps::select)
        .op("aten::unbind", ViewOps::unbind)
        .op("aten::chunk", ViewOps::chunk)
        .op("aten::split", ViewOps::split)
        .op("aten::split_with_sizes", ViewOps::split)
        .op("aten::unsqueeze", ViewOps::unsqueeze)
        .op("aten::squeeze", ViewOps::squeeze)
        .op("aten::permute", ViewOps::permute)
        .op("aten::transpose", ViewOps::transpose)
        .op("aten::swapaxes", ViewOps::transpose)
        .op("aten::movedim", ViewOps::moveAxes)
        .op("aten::t", ViewOps::matrixTranspose)
        .op("aten::numpy_T", ViewOps::matrixTranspose)
        .op("aten::view", ViewOps::view)
        .op("aten::_unsafe_view", ViewOps::view)
        .op("aten::reshape", ViewOps::view)
        .op("aten::view_as", ViewOps::viewAs)
        .op("aten::reshape_as", ViewOps::viewAs)
        .op("aten::flatten", ViewOps::flatten)
        .op("aten::unflatten", ViewOps::unflatten)
        .op("aten::expand", ViewOps::expand)
        .op("aten::expand_as", ViewOps::expandAs)
        .op("aten::contiguous", ViewOps::contiguous)
        .op("aten::clone", ViewOps::copy)
        .op("aten::detach", ViewOps::itself)
        .op("aten::alias", ViewOps::itself)
        .op("aten::lift_fresh", ViewOps::itself)
        .op("aten::requires_grad_", ViewOps::itself)
        .op("aten::cpu", ViewOps::itself)
        .op("aten::cuda", ViewOps::itself);
  }

  private void joins() {
    op("aten::cat", JoinOps::cat)
        .op("aten::concat", JoinOps::cat)
        .op("aten::stack", JoinOps::stack)
        .op("aten::roll", JoinOps::roll)
        .op("aten::repeat", JoinOps::repeat)
        .op("aten::flip", JoinOps::flip)
        .op("aten::repeat_interleave", JoinOps::repeatInterleave)
        .op("aten::meshgrid", JoinOps::meshgrid)
        .op("aten::pixel_shuffle", PatchOps::pixelShuffle)
        .op("aten::pixel_unshuffle", PatchOps::pixelUnshuffle)
        .op("aten::im2col", PatchOps::imageToColumns)
        .op("aten::channel_shuffle", PatchOps::channelShuffle);
  }

  private void selections() {
    op("aten::where", SelectionOps::where)
        .op("aten::masked_fill", SelectionOps::maskedFill)
        .op("aten::embedding", SelectionOps::embedding)
        .op("aten::index_select", SelectionOps::indexSelect)
        .op("aten::gather", SelectionOps::gather)
        .op("aten::index", IndexOps::index)
        .op("aten::_unsafe_index", IndexOps::index)
        .op("aten::topk", SelectionOps::topk)
        .op("aten::to", SelectionOps::to)
        .op("aten::type_as", SelectionOps::typeAs)
        .op("aten::_cast_Float", SelectionOps.castTo(ElementType.FLOAT))
        .op("aten::triu", SelectionOps.triangle(true))
        .op("aten::tril", SelectionOps.triangle(false))
        .op("aten::broadcast_tensors", SelectionOps::broadcast);
  }

  private void creations() {
    op("aten::zeros", CreationOps.constant(0))
        .op("aten::ones", CreationOps.constant(1))
        .op("aten::empty", CreationOps.constant(0))
        .op("aten::zeros_like", CreationOps.constantLike(0))
        .op("aten::ones_like", CreationOps.constantLike(1))
        .op("aten::empty_like", CreationOps.constantLike(0))
        .op("aten::new_zeros", CreationOps.newConstant(0))
        .op("aten::new_ones", CreationOps.newConstant(1))
        .op("aten::new_empty", CreationOps.newConstant(0))
        .op("aten::full", CreationOps::full)
        .op("aten::full_like", CreationOps::fullLike)
        .op("aten::new_full", CreationOps::newFull)
        .op("aten::arange", CreationOps::arange)
        .op("aten::linspace", CreationOps::linspace)
        .op("aten::tensor", CreationOps::tensor)
        .op("aten::scalar_tensor", CreationOps::tensor);
  }

  private void inPlace() {
    op("aten::copy_", InPlaceOps::copy)
        .op("aten::fill_", InPlaceOps::fill)
        .op("aten::zero_", InPlaceOps::zero)
        .op("aten::fill", ReplacementOps::fill)
        .op("aten::slice_scatter", ReplacementOps::slice)
        .op("aten::select_scatter", ReplacementOps::select);
  }

  private void questions() {
    op("aten::size", ShapeOps::size)
        .op("aten::dim", ShapeOps::rank)
        .op("aten::numel", ShapeOps::elements)
        .op("aten::is_floating_point", ShapeOps::isFloating)
        .op("prim::dtype", ShapeOps::type)
        .op("prim::device", ShapeOps::device)
        .op("aten::device", ShapeOps::device)
        .op("prim::layout", ShapeOps::layout)
        .op("prim::is_cuda", ShapeOps::no)
        .op("prim::is_nested", ShapeOps::no)
        .op("prim::is_quantized", ShapeOps::no)
        .op("prim::requires_grad", ShapeOps::no)
        .op("aten::is_grad_enabled", ShapeOps::no)
        .op("aten::is_autocast_enabled", ShapeOps::no)
        .op("aten::is_autocast_cpu_enabled", ShapeOps::no)
        .op("aten::is_scripting", ShapeOps::no)
        .op("aten::warn", ShapeOps::nothing)
        .op("aten::set_grad_enabled", ShapeOps::nothing);
  }

  private void numbers() {
    op("prim::NumToTensor", NumberOps::numToTensor)
        .op("aten::item", NumberOps::fromTensor)
        .op("aten::Int", NumberOps::fromTensor)
        .op("aten::Float", NumberOps::fromTensor)
        .op("aten::IntImplicit", NumberOps::fromTensor)
        .op("aten::FloatImplicit", NumberOps::fromTensor)
        .op("aten::ScalarImplicit", NumberOps::fromTensor)
        .op(
            "prim::min",
            ListReductions.orTensor(
                ListReductions.best(Numbers::least), NumberOps.numbersOnly(Numbers::least)))
        .op(
            "prim::max",
            ListReductions.orTensor(
                ListReductions.best(Numbers::greatest), NumberOps.numbersOnly(Numbers::greatest)))
        .op(
            "prim::abs",
            NumberOps.unary(
                a -> Numbers.greatest(a, Numbers.negate(a)), ActivationOps.anyType("Abs")));
  }

  private void lists() {
    op("aten::len", ListOps::len)
        .op("aten::append", ListOps::append)
        .op("aten::extend", ListOps::extend)
        .op("aten::insert", ListOps::insert)
        .op("aten::pop", ListOps::pop)
        .op("aten::reverse", ListOps::reverse)
        .op("aten::list", ListOps::copy)
        .op("aten::copy", ReplacementOps::copy)
        .op("aten::dict", ListOps::newDict)
        .op("aten::_set_item", ListOps::setItem)
        .op("aten::__getitem__", ListOps::getItem)
        .op("aten::keys", ListOps::keys)
        .op("aten::values", ListOps::values)
        .op("aten::items", ListOps::items)
        .op("aten::get", ListOps::get)
        .op("aten::format", ListOps::format)
        .op("aten::find", ListOps::find)
        .op("aten::lower", ListOps::lower)
        .op("aten::startswith", ListOps::startsWith);
  }
}
