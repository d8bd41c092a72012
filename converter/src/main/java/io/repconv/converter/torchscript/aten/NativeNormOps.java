package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.pickle.Tuple;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Dim;
import java.util.Arrays;

/**
 * Normalisations as decomposed graphs have them. They return the statistics of the batch as well,
 * which only training reads and which are not computed.
 */
final class NativeNormOps {
  private NativeNormOps() {}

  private static Tuple withoutStatistics(Object result) {
    return new Tuple(Arrays.asList(result, null, null));
  }

  /**
   * {@code _native_batch_norm_legit_no_training(input, weight, bias, running_mean, running_var,
   * momentum, eps)}.
   */
  static Object inference(AtenCall call) {
    return withoutStatistics(
        NormOps.batchNorm(
            call.with(
                call.argument(0, "input"),
                call.argument(1, "weight"),
                call.argument(2, "bias"),
                call.argument(3, "running_mean"),
                call.argument(4, "running_var"),
                false,
                call.argument(5, "momentum"),
                call.argument(6, "eps"))));
  }

  /**
   * {@code _native_batch_norm_legit(input, weight, bias, running_mean, running_var, training,
   * momentum, eps)}, or without the running statistics.
   */
  static Object batchNorm(AtenCall call) {
    return withoutStatistics(
        call.argument(3, "running_mean") instanceof Boolean
            ? ofOneImage(call)
            : NormOps.batchNorm(call));
  }

  /** The statistics of a batch of one image are those of the image: an instance normalisation. */
  private static Object ofOneImage(AtenCall call) {
    TorchTensor x = call.tensor(0, "input");
    if (!x.shape().dim(0).equals(Dim.of(1))) {
      throw NormOps.noStatistics(
          call, "a normalization by the statistics of a batch of " + x.shape().dim(0));
    }
    return NormOps.instanceNorm(
        call.with(
            x,
            call.argument(1, "weight"),
            call.argument(2, "bias"),
            null,
            null,
            true,
            call.argument(4, "momentum"),
            call.argument(5, "eps")));
  }

  /** {@code native_layer_norm(input, normalized_shape, weight, bias, eps)}. */
  static Object layerNorm(AtenCall call) {
    return withoutStatistics(NormOps.layerNorm(call));
  }

  /** {@code native_group_norm(input, weight, bias, N, C, HxW, group, eps)}. */
  static Object groupNorm(AtenCall call) {
    return withoutStatistics(
        NormOps.groupNorm(
            call.with(
                call.argument(0, "input"),
                call.argument(6, "group"),
                call.argument(1, "weight"),
                call.argument(2, "bias"),
                call.argument(7, "eps"))));
  }

  /** {@code native_dropout(input, p, train)}, which returns its mask as well. */
  static Object dropout(AtenCall call) {
    if (call.flag(2, "train", false)) {
      throw TrainingMode.refuse(call, "'train' is true");
    }
    return new Tuple(Arrays.asList(call.tensor(0, "input"), null));
  }
}
