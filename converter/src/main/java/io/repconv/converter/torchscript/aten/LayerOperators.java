package io.repconv.converter.torchscript.aten;

/**
 * What torch.nn.functional calls layers: windows, norms, activations, matrix products and
 * attention.
 */
final class LayerOperators {
  private LayerOperators() {}

  static void addTo(AtenTable table) {
    convolutions(table);
    normalisations(table);
    poolings(table);
    interpolations(table);
    activations(table);
    matrices(table);
  }

  private static void convolutions(AtenTable table) {
    table
        .op("aten::_convolution", ConvOps::anyConvolution)
        .op("aten::convolution", ConvOps::anyConvolution)
        .op("aten::_convolution_mode", ConvOps::conv)
        .op("aten::conv1d", ConvOps::conv)
        .op("aten::conv2d", ConvOps::conv)
        .op("aten::conv3d", ConvOps::conv)
        .op("aten::conv_transpose1d", ConvOps::convTranspose)
        .op("aten::conv_transpose2d", ConvOps::convTranspose)
        .op("aten::conv_transpose3d", ConvOps::convTranspose);
  }

  private static void normalisations(AtenTable table) {
    table
        .op("aten::batch_norm", NormOps::batchNorm)
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

  private static void poolings(AtenTable table) {
    table
        .op("aten::max_pool1d", PoolOps.maxPool(1))
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

  private static void interpolations(AtenTable table) {
    table
        .op("aten::upsample_linear1d", ResizeOps::linear)
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

  private static void activations(AtenTable table) {
    table
        .op("aten::relu", ActivationOps.anyType("Relu"))
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

  private static void matrices(AtenTable table) {
    table
        .op("aten::linear", LinearOps::linear)
        .op("aten::matmul", LinearOps::matmul)
        .op("aten::mm", LinearOps::matmul)
        .op("aten::bmm", LinearOps::matmul)
        .op("aten::addmm", LinearOps::addmm)
        .op("aten::baddbmm", LinearOps::addmm)
        .op("aten::einsum", LinearOps::einsum)
        .op("aten::_native_multi_head_attention", AttentionOps::nativeMultiHead)
        .op("aten::scaled_dot_product_attention", AttentionOps::scaledDotProduct);
  }
}
