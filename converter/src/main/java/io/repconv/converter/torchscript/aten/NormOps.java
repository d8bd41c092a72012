package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.Reshaping;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Normalisations: batch, instance, group, layer. */
final class NormOps {
  private NormOps() {}

  /**
   * {@code batch_norm(input, weight, bias, running_mean, running_var, training, momentum, eps,
   * cudnn_enabled)}.
   */
  static Object batchNorm(AtenCall call) {
    TorchTensor x = call.tensor(0, "input");
    TorchTensor mean = call.optionalTensor(3, "running_mean");
    TorchTensor variance = call.optionalTensor(4, "running_var");
    if (mean == null || variance == null) {
      throw noStatistics(
          call, "a batch normalization without running statistics (track_running_stats=False)");
    }
    if (call.flag(5, "training", false)) {
      throw TrainingMode.refuse(call, "'training' is true");
    }
    InputProbe.channels(x, mean.shape().elements(), x.rank(), call);
    long channels = mean.shape().elements().value();
    Attributes epsilon = Attributes.NONE.with("epsilon", call.real(7, "eps"));
    return call.result(
        call.emit(
            "BatchNormalization",
            epsilon,
            x.value(),
            parameter(call, 1, "weight", channels, 1, mean.type()),
            parameter(call, 2, "bias", channels, 0, mean.type()),
            mean.value(),
            variance.value()));
  }

  static RepconvException noStatistics(AtenCall call, String observed) {
    return RepconvException.of(ErrorCode.NO_RUNNING_STATISTICS)
        .at(call.where())
        .observed(observed)
        .expected("running_mean and running_var")
        .why("It normalises by the statistics of each batch, so it has no fixed scale to fold.")
        .fix("Train it with track_running_stats=True.")
        .build();
  }

  private static Value parameter(
      AtenCall call, int index, String argument, long size, double otherwise, ElementType type) {
    TorchTensor given = call.optionalTensor(index, argument);
    if (given != null) {
      return given.value();
    }
    double[] values = new double[Math.toIntExact(size)];
    Arrays.fill(values, otherwise);
    return call.emitter().constant(Tensor.of(type, new long[] {size}, values));
  }

  /**
   * {@code instance_norm(input, weight, bias, running_mean, running_var, use_input_stats, momentum,
   * eps, cudnn)}.
   */
  static Object instanceNorm(AtenCall call) {
    TorchTensor x = call.tensor(0, "input");
    Dim channels = x.shape().dim(1);
    if (!call.flag(5, "use_input_stats", true)) {
      return batchNorm(
          call.with(
              x,
              call.argument(1, "weight"),
              call.argument(2, "bias"),
              call.argument(3, "running_mean"),
              call.argument(4, "running_var"),
              false,
              call.argument(6, "momentum"),
              call.argument(7, "eps")));
    }
    if (!channels.isConstant()) {
      throw call.unknownSize("an input with " + channels + " channels", "a known number");
    }
    Attributes epsilon = Attributes.NONE.with("epsilon", call.real(7, "eps"));
    return call.result(
        call.emit(
            "InstanceNormalization",
            epsilon,
            x.value(),
            parameter(call, 1, "weight", channels.value(), 1, x.type()),
            parameter(call, 2, "bias", channels.value(), 0, x.type())));
  }

  /**
   * {@code group_norm(input, num_groups, weight, bias, eps, cudnn)}: an instance normalisation of
   * the groups, laid out as channels, then scale and shift.
   */
  static Object groupNorm(AtenCall call) {
    TorchTensor x = call.tensor(0, "input");
    long groups = call.integer(1, "num_groups");
    Dim channels = x.shape().dim(1);
    double[] ones = new double[Math.toIntExact(groups)];
    Arrays.fill(ones, 1);
    Value unit = call.emitter().constant(Tensor.of(x.type(), new long[] {groups}, ones));
    Value zero =
        call.emitter().constant(Tensor.of(x.type(), new long[] {groups}, new double[ones.length]));
    Value grouped = call.emit("Reshape", x.value(), call.emitter().ints(0, groups, -1));
    Attributes epsilon = Attributes.NONE.with("epsilon", call.real(4, "eps", 1e-5));
    Value normal = call.emit("InstanceNormalization", epsilon, grouped, unit, zero);
    Value y = Reshaping.reshape(call.emitter(), normal, x.shape().dims());
    List<Dim> perChannel = new ArrayList<>(List.of(channels));
    perChannel.addAll(Collections.nCopies(x.rank() - 2, Dim.of(1)));
    y = affine(call, y, "Mul", call.optionalTensor(2, "weight"), perChannel);
    return call.result(affine(call, y, "Add", call.optionalTensor(3, "bias"), perChannel));
  }

  private static Value affine(
      AtenCall call,
      Value x,
      String op,
      @org.jspecify.annotations.Nullable TorchTensor parameter,
      List<Dim> shape) {
    return parameter == null
        ? x
        : call.emit(op, x, Reshaping.reshape(call.emitter(), parameter.value(), shape));
  }

  /** {@code layer_norm(input, normalized_shape, weight, bias, eps, cudnn_enable)}. */
  static Object layerNorm(AtenCall call) {
    TorchTensor x = call.tensor(0, "input");
    List<Long> shape = call.integers(1, "normalized_shape");
    int axis = x.rank() - shape.size();
    Attributes attributes =
        Attributes.NONE.with("axis", (long) axis).with("epsilon", call.real(4, "eps", 1e-5));
    TorchTensor weight = call.optionalTensor(2, "weight");
    TorchTensor bias = call.optionalTensor(3, "bias");
    Value scale = weight == null ? filled(call, shape, 1, x.type()) : weight.value();
    return call.result(
        bias == null
            ? call.emit("LayerNormalization", attributes, x.value(), scale)
            : call.emit("LayerNormalization", attributes, x.value(), scale, bias.value()));
  }

  private static Value filled(AtenCall call, List<Long> shape, double value, ElementType type) {
    long[] dims = shape.stream().mapToLong(Long::longValue).toArray();
    double[] values = new double[Math.toIntExact(Tensor.elements(dims))];
    Arrays.fill(values, value);
    return call.emitter().constant(Tensor.of(type, dims, values));
  }
}
