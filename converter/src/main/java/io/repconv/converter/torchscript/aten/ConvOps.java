package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Convolutions of any number of spatial axes, and transposed ones. */
final class ConvOps {
  private ConvOps() {}

  /** conv1d, conv2d, conv3d. */
  static Object conv(AtenCall call) {
    Geometry geometry = new Geometry(call, 3, 4, 5, -1, 6);
    return geometry.convolution();
  }

  /**
   * {@code _convolution(input, weight, bias, stride, padding, dilation, transposed, output_padding,
   * groups, …)}.
   */
  static Object anyConvolution(AtenCall call) {
    Geometry geometry = new Geometry(call, 3, 4, 5, 7, 8);
    return call.flag(6, "transposed", false) ? geometry.transposed() : geometry.convolution();
  }

  /**
   * {@code conv_transpose2d(input, weight, bias, stride, padding, output_padding, groups,
   * dilation)}.
   */
  static Object convTranspose(AtenCall call) {
    return new Geometry(call, 3, 4, 7, 5, 6).transposed();
  }

  /** The arguments of a convolution, found at the positions of its overload. */
  private static final class Geometry {
    private final AtenCall call;
    private final TorchTensor input;
    private final TorchTensor weight;
    private final int axes;
    private final List<Long> strides;
    private final List<Long> dilations;
    private final int paddingIndex;
    private final int outputPaddingIndex;
    private final long groups;

    Geometry(AtenCall call, int stride, int padding, int dilation, int outputPadding, int groups) {
      this.call = call;
      this.input = call.tensor(0, "input");
      this.weight = call.tensor(1, "weight");
      this.axes = weight.rank() - 2;
      if (axes < 1) {
        throw call.wrong("weight", weight, "a tensor of rank 3 or more");
      }
      this.strides = call.perAxis(stride, "stride", axes, 1);
      this.dilations = call.perAxis(dilation, "dilation", axes, 1);
      this.paddingIndex = padding;
      this.outputPaddingIndex = outputPadding;
      this.groups = call.integer(groups, "groups", 1);
    }

    Object convolution() {
      InputProbe.channels(input, weight.shape().dim(1).times(groups), weight.rank(), call);
      Attributes attributes = attributes().with("pads", pads());
      return apply("Conv", attributes);
    }

    Object transposed() {
      InputProbe.channels(input, weight.shape().dim(0), weight.rank(), call);
      List<Long> outputPadding =
          outputPaddingIndex < 0
              ? Collections.nCopies(axes, 0L)
              : call.perAxis(outputPaddingIndex, "output_padding", axes, 0);
      Attributes attributes = attributes().with("pads", pads());
      if (outputPadding.stream().anyMatch(p -> p != 0)) {
        attributes = attributes.with("output_padding", outputPadding);
      }
      return apply("ConvTranspose", attributes);
    }

    private Attributes attributes() {
      return Attributes.NONE
          .with("strides", strides)
          .with("dilations", dilations)
          .with("group", groups);
    }

    private Object apply(String op, Attributes attributes) {
      TorchTensor bias = call.optionalTensor(2, "bias");
      boolean batched = input.rank() == weight.rank();
      if (!batched && input.rank() != weight.rank() - 1) {
        throw call.wrong("input", input, "a tensor of rank " + weight.rank());
      }
      Value zero = call.emitter().ints(0);
      Value x = batched ? input.value() : call.emit("Unsqueeze", input.value(), zero);
      Value y =
          bias == null
              ? call.emit(op, attributes, x, weight.value())
              : call.emit(op, attributes, x, weight.value(), bias.value());
      return call.result(batched ? y : call.emit("Squeeze", y, zero));
    }

    /** All beginnings, then all ends. */
    private List<Long> pads() {
      if (call.argument(paddingIndex, "padding") instanceof String mode) {
        return named(mode);
      }
      List<Long> padding = call.perAxis(paddingIndex, "padding", axes, 0);
      List<Long> pads = new ArrayList<>(padding);
      pads.addAll(padding);
      return pads;
    }

    /** "valid" or "same", of which the odd one goes to the end. */
    private List<Long> named(String mode) {
      List<Long> begin = new ArrayList<>();
      List<Long> end = new ArrayList<>();
      for (int axis = 0; axis < axes; axis++) {
        Dim kernel = weight.shape().dim(axis + 2);
        long total = mode.equals("same") ? dilations.get(axis) * (kernel.value() - 1) : 0;
        begin.add(total / 2);
        end.add(total - total / 2);
      }
      if (!mode.equals("same") && !mode.equals("valid")) {
        throw call.wrong("padding", mode, "\"same\" or \"valid\"");
      }
      begin.addAll(end);
      return begin;
    }
  }
}
