package io.repconv.runtime.zoo;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.emit.AveragingMatrix;
import io.repconv.graph.emit.NodeEmitter;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.BatchNormalization;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.Dropout;
import io.repconv.graph.op.GlobalAveragePool;
import io.repconv.graph.op.GroupNormalization;
import io.repconv.graph.op.MaxPool;
import io.repconv.graph.op.Unary;
import io.repconv.graph.op.Window;
import io.repconv.runtime.zoo.Parameter.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A module of a network, as PyTorch nests them: it adds layers whose parameters have its path
 * before their names ({@code layer1.0.conv1.weight}). Layers are named after torch's; tensors are
 * {@code [N, C, H, W]}.
 */
public final class Scope {
  private final NetworkBuilder network;
  private final String path;
  private final boolean backbone;

  Scope(NetworkBuilder network, String path, boolean backbone) {
    this.network = network;
    this.path = path;
    this.backbone = backbone;
  }

  /** The module of this name within this one; a dotted name leads further down. */
  public Scope in(String child) {
    return new Scope(network, path(child), backbone);
  }

  /** The module at this place of a sequence. */
  public Scope in(int index) {
    return in(String.valueOf(index));
  }

  /** The same module as part of the backbone. */
  public Scope backbone() {
    return new Scope(network, path, true);
  }

  private String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private NodeEmitter at(String module) {
    network.nodes().moveTo(module);
    return network.nodes();
  }

  private NodeEmitter here() {
    return at(path);
  }

  static long channels(Value x) {
    return x.shape().dim(1).value();
  }

  Value parameter(String layer, String name, Role role, Initial initial, long fanIn, long... dims) {
    return network.parameter(path(layer) + "." + name, role, backbone, initial, fanIn, dims);
  }

  /** Conv2d with the parameters {@code weight} and, where it has one, {@code bias}. */
  public Value conv(String name, Value x, Convolution c) {
    long inputs = channels(x) / c.groups();
    long[] dims = {c.outputs(), inputs, c.kernelHeight(), c.kernelWidth()};
    long fanIn = Initial.fanIn(dims);
    List<Value> operands = new ArrayList<>();
    operands.add(x);
    operands.add(parameter(name, "weight", Role.WEIGHT, c.initial(), fanIn, dims));
    if (c.hasBias()) {
      operands.add(parameter(name, "bias", Role.BIAS, Initial.KAIMING_UNIFORM, fanIn, c.outputs()));
    }
    return conv(name, c, operands);
  }

  /** A convolution without bias whose weight is computed, or fixed. */
  Value conv(String name, Value x, Value weight, Convolution c) {
    return conv(name, c, List.of(x, weight));
  }

  private Value conv(String name, Convolution c, List<Value> operands) {
    Window window = window(c.stride(), c.dilation(), c.paddingHeight(), c.paddingWidth());
    return at(path(name)).emit(new Conv(window, c.groups()), operands.toArray(Value[]::new));
  }

  private static Window window(int stride, int dilation, int padHeight, int padWidth) {
    return Window.of(
        List.of(stride, stride),
        List.of(dilation, dilation),
        List.of(padHeight, padWidth, padHeight, padWidth));
  }

  /** BatchNorm2d with epsilon 1e-5. */
  public Value batchNorm(String name, Value x) {
    return batchNorm(name, x, 1e-5);
  }

  public Value batchNorm(String name, Value x, double epsilon) {
    long count = channels(x);
    Value weight = parameter(name, "weight", Role.NORM_WEIGHT, Initial.ONES, 1, count);
    Value bias = parameter(name, "bias", Role.NORM_BIAS, Initial.ZEROS, 1, count);
    Value mean = parameter(name, "running_mean", Role.STATISTIC, Initial.ZEROS, 1, count);
    Value variance = parameter(name, "running_var", Role.STATISTIC, Initial.ONES, 1, count);
    return at(path(name)).emit(new BatchNormalization(epsilon), x, weight, bias, mean, variance);
  }

  /** The network's normalization. */
  public Value norm(String name, Value x) {
    return network.normalization().apply(this, name, x);
  }

  /** The network's normalization, and around it positions that hold what it makes of zero. */
  Value borderedNorm(String name, Value x, int border) {
    return network.normalization().bordered(this, name, x, border);
  }

  /** GroupNorm with epsilon 1e-5. */
  public Value groupNorm(String name, Value x, int groups) {
    long count = channels(x);
    Value weight = parameter(name, "weight", Role.NORM_WEIGHT, Initial.ONES, 1, count);
    Value bias = parameter(name, "bias", Role.NORM_BIAS, Initial.ZEROS, 1, count);
    return at(path(name)).emit(new GroupNormalization(groups, 1e-5), x, weight, bias);
  }

  /** Linear: {@code x W^T + b} over the last axis of {@code [N, inputs]}. */
  public Value linear(String name, Value x, int outputs) {
    long inputs = channels(x);
    Value weight =
        parameter(name, "weight", Role.WEIGHT, Initial.KAIMING_UNIFORM, inputs, outputs, inputs);
    Value bias = parameter(name, "bias", Role.BIAS, Initial.KAIMING_UNIFORM, inputs, outputs);
    return at(path(name)).emit("Gemm", Attributes.NONE.with("transB", 1L), x, weight, bias);
  }

  public Value relu(Value x) {
    return here().emit(Unary.RELU, x);
  }

  public Value sigmoid(Value x) {
    return here().emit(Unary.SIGMOID, x);
  }

  public Value add(Value left, Value right) {
    return here().emit("Add", left, right);
  }

  /** Elementwise, with a gate of shape {@code [N, C, 1, 1]} for instance. */
  public Value multiply(Value left, Value right) {
    return here().emit("Mul", left, right);
  }

  /** Along the channels. */
  public Value concat(Value... parts) {
    Attributes axis = Attributes.NONE.with("axis", 1L);
    return here().emitAll("Concat", axis, 1, Arrays.asList(parts)).get(0);
  }

  public Value maxPool(Value x, int kernel, int stride, int padding) {
    return maxPool(x, kernel, stride, padding, false);
  }

  public Value maxPool(Value x, int kernel, int stride, int padding, boolean ceilMode) {
    Window window = window(stride, 1, padding, padding);
    return here().emit(new MaxPool(window, List.of(kernel, kernel), ceilMode), x);
  }

  /** AvgPool2d, whose average counts the padding. */
  public Value averagePool(Value x, int kernel, int stride, int padding) {
    Window window = window(stride, 1, padding, padding);
    return here().emit(new AveragePool(window, List.of(kernel, kernel), false, true), x);
  }

  /** To one position, {@code [N, C, 1, 1]}. */
  public Value globalAveragePool(Value x) {
    return here().emit(new GlobalAveragePool(), x);
  }

  /**
   * AdaptiveAvgPool2d to {@code [N, C, bins, bins]}, exact at every size: two products with
   * averaging matrices.
   */
  public Value adaptiveAveragePool(Value x, int bins) {
    if (bins == 1) {
      return globalAveragePool(x);
    }
    AveragingMatrix averaging = new AveragingMatrix(here(), x.element());
    Value columns = here().emit("MatMul", x, averaging.columns(x.shape().dim(3), bins));
    return here().emit("MatMul", averaging.rows(x.shape().dim(2), bins), columns);
  }

  /** Bilinear interpolation to the height and width of another tensor. */
  public Value resizeLike(Value x, Value reference, boolean alignCorners) {
    return resize(x, reference.shape().dim(2), reference.shape().dim(3), alignCorners);
  }

  /** Bilinear interpolation to a size, which may be an expression in the image's. */
  public Value resize(Value x, Dim height, Dim width, boolean alignCorners) {
    if (x.shape().dim(2).equals(height) && x.shape().dim(3).equals(width)) {
      return x;
    }
    Attributes mode =
        Attributes.NONE
            .with("mode", "linear")
            .with("coordinate_transformation_mode", alignCorners ? "align_corners" : "half_pixel");
    List<Dim> sizes = List.of(x.shape().dim(0), x.shape().dim(1), height, width);
    Value vector = here().vector(sizes);
    return here().emit("Resize", mode, x, Value.ABSENT, Value.ABSENT, vector);
  }

  /** Dropout of elements in training. */
  public Value dropout(Value x, double probability) {
    return dropout(x, probability, new Dropout());
  }

  /** Dropout2d, of whole channels, in training. */
  public Value channelDropout(Value x, double probability) {
    return dropout(x, probability, new Dropout(true));
  }

  private Value dropout(Value x, double probability, Op op) {
    Value ratio = here().constant(Tensor.scalar(ElementType.FLOAT, probability));
    return here().emit(op, x, ratio);
  }

  /** {@code [N, C, 1, 1]} as {@code [N, C]}. */
  public Value flatten(Value x) {
    return here().emit("Flatten", Attributes.NONE.with("axis", 1L), x);
  }

  /** Any other operator of the vocabulary, as a part of this module. */
  public Value emit(String op, Attributes attributes, Value... inputs) {
    return here().emit(op, attributes, inputs);
  }

  /** Constants and sizes for {@link #emit}, as parts of this module. */
  public NodeEmitter nodes() {
    return here();
  }
}
