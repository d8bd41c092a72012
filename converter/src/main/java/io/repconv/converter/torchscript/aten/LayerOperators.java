package io.repconv.converter.torchscript.aten;

import org.jspecify.annotations.Nullable;

/**
 * What torch.nn.functional calls layers: windows, norms, activations, matrix products and
 * attention.
 */
final class LayerOperators {
  private LayerOperators() {}

  /** The lowering of an operator of these, null where it is none. */
  static @Nullable Lowering find(String name) {
    Lowering found = convolutions(name);
    found = found == null ? normalisations(name) : found;
    found = found == null ? poolings(name) : found;
    found = found == null ? interpolations(name) : found;
    found = found == null ? activations(name) : found;
    return found == null ? matrices(name) : found;
  }

  private static @Nullable Lowering convolutions(String name) {
    return switch (name) {
      case "aten::_convolution", "aten::convolution" -> ConvOps::anyConvolution;
      case "aten::_convolution_mode", "aten::conv1d", "aten::conv2d", "aten::conv3d" ->
          ConvOps::conv;
      case "aten::conv_transpose1d", "aten::conv_transpose2d", "aten::conv_transpose3d" ->
          ConvOps::convTranspose;
      default -> null;
    };
  }

  private static @Nullable Lowering normalisations(String name) {
    return switch (name) {
      case "aten::batch_norm" -> NormOps::batchNorm;
      case "aten::instance_norm" -> NormOps::instanceNorm;
      case "aten::group_norm" -> NormOps::groupNorm;
      case "aten::layer_norm" -> NormOps::layerNorm;
      case "aten::_native_batch_norm_legit_no_training" -> NativeNormOps::inference;
      case "aten::_native_batch_norm_legit",
          "aten::_native_batch_norm_legit_functional",
          "aten::native_batch_norm" ->
          NativeNormOps::batchNorm;
      case "aten::native_layer_norm" -> NativeNormOps::layerNorm;
      case "aten::native_group_norm" -> NativeNormOps::groupNorm;
      case "aten::native_dropout" -> NativeNormOps::dropout;
      case "aten::dropout",
          "aten::alpha_dropout",
          "aten::feature_dropout",
          "aten::feature_alpha_dropout" ->
          ActivationOps::dropout;
      default -> null;
    };
  }

  private static @Nullable Lowering poolings(String name) {
    return switch (name) {
      case "aten::max_pool1d" -> PoolOps.maxPool(1);
      case "aten::max_pool2d" -> PoolOps.maxPool(2);
      case "aten::max_pool3d" -> PoolOps.maxPool(3);
      case "aten::max_pool1d_with_indices" -> PoolOps.maxPoolWithIndices(1);
      case "aten::max_pool2d_with_indices" -> PoolOps.maxPoolWithIndices(2);
      case "aten::max_pool3d_with_indices" -> PoolOps.maxPoolWithIndices(3);
      case "aten::avg_pool1d" -> PoolOps.averagePool(1);
      case "aten::avg_pool2d" -> PoolOps.averagePool(2);
      case "aten::avg_pool3d" -> PoolOps.averagePool(3);
      case "aten::adaptive_avg_pool1d" -> AdaptivePoolOps.average(1);
      case "aten::adaptive_avg_pool2d" -> AdaptivePoolOps.average(2);
      case "aten::adaptive_avg_pool3d" -> AdaptivePoolOps.average(3);
      case "aten::adaptive_max_pool1d" -> AdaptivePoolOps.maximum(1);
      case "aten::adaptive_max_pool2d" -> AdaptivePoolOps.maximum(2);
      case "aten::adaptive_max_pool3d" -> AdaptivePoolOps.maximum(3);
      default -> null;
    };
  }

  private static @Nullable Lowering interpolations(String name) {
    return switch (name) {
      case "aten::upsample_linear1d", "aten::upsample_bilinear2d", "aten::upsample_trilinear3d" ->
          ResizeOps::linear;
      case "aten::upsample_bicubic2d" -> ResizeOps::cubic;
      case "aten::upsample_nearest1d", "aten::upsample_nearest2d", "aten::upsample_nearest3d" ->
          ResizeOps::nearest;
      case "aten::_upsample_nearest_exact1d",
          "aten::_upsample_nearest_exact2d",
          "aten::_upsample_nearest_exact3d" ->
          ResizeOps::nearestExact;
      case "aten::grid_sampler", "aten::grid_sampler_2d" -> SamplingOps::gridSample;
      case "aten::pad" -> PadOps::pad;
      case "aten::constant_pad_nd" -> PadOps::constant;
      case "aten::reflection_pad1d", "aten::reflection_pad2d", "aten::reflection_pad3d" ->
          PadOps.mode("reflect");
      case "aten::replication_pad1d", "aten::replication_pad2d", "aten::replication_pad3d" ->
          PadOps.mode("edge");
      default -> null;
    };
  }

  private static @Nullable Lowering activations(String name) {
    return switch (name) {
      case "aten::relu" -> ActivationOps.anyType("Relu");
      case "aten::relu6" -> ActivationOps::relu6;
      case "aten::hardtanh" -> ActivationOps::hardtanh;
      case "aten::clamp", "aten::clip" -> ActivationOps::clamp;
      case "aten::clamp_min" -> ActivationOps::clampMin;
      case "aten::clamp_max" -> ActivationOps::clampMax;
      case "aten::leaky_relu" -> ActivationOps::leakyRelu;
      case "aten::rrelu" -> ActivationOps::rrelu;
      case "aten::prelu" -> ActivationOps::prelu;
      case "aten::elu" -> ActivationOps::elu;
      case "aten::celu" -> ActivationOps::celu;
      case "aten::selu" -> ActivationOps::selu;
      case "aten::silu" -> ActivationOps::silu;
      case "aten::mish" -> ActivationOps::mish;
      case "aten::gelu" -> ActivationOps::gelu;
      case "aten::glu" -> ActivationOps::glu;
      case "aten::sigmoid" -> ActivationOps.function("Sigmoid");
      case "aten::log_sigmoid" -> ActivationOps::logSigmoid;
      case "aten::hardsigmoid" -> ActivationOps::hardsigmoid;
      case "aten::hardswish" -> ActivationOps::hardswish;
      case "aten::tanh" -> ActivationOps.function("Tanh");
      case "aten::softplus" -> ActivationOps::softplus;
      case "aten::softsign" -> ActivationOps.function("Softsign");
      case "aten::threshold" -> ThresholdOps::threshold;
      case "aten::hardshrink" -> ThresholdOps::hardshrink;
      case "aten::softshrink" -> ThresholdOps::softshrink;
      case "aten::softmax", "aten::_softmax" -> ActivationOps::softmax;
      case "aten::log_softmax", "aten::_log_softmax" -> ActivationOps::logSoftmax;
      default -> null;
    };
  }

  private static @Nullable Lowering matrices(String name) {
    return switch (name) {
      case "aten::linear" -> LinearOps::linear;
      case "aten::matmul", "aten::mm", "aten::bmm" -> LinearOps::matmul;
      case "aten::addmm", "aten::baddbmm" -> LinearOps::addmm;
      case "aten::einsum" -> LinearOps::einsum;
      case "aten::_native_multi_head_attention" -> AttentionOps::nativeMultiHead;
      case "aten::scaled_dot_product_attention" -> AttentionOps::scaledDotProduct;
      default -> null;
    };
  }
}
