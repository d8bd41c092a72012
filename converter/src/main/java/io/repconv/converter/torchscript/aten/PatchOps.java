package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.Reshaping;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Operators that move elements between channels and positions. */
final class PatchOps {
  private PatchOps() {}

  /** {@code pixel_shuffle(self, upscale_factor)}: channels c*r*r + i*r + j to positions i, j. */
  static Object pixelShuffle(AtenCall call) {
    Attributes attributes =
        Attributes.NONE.with("blocksize", call.integer(1, "upscale_factor")).with("mode", "CRD");
    return call.result(call.emit("DepthToSpace", attributes, call.tensor(0, "self").value()));
  }

  /** {@code pixel_unshuffle(self, downscale_factor)}, its inverse. */
  static Object pixelUnshuffle(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    long factor = call.integer(1, "downscale_factor");
    Dim r = Dim.of(factor);
    Dim channels = x.shape().dim(1);
    Dim height = exactly(call, x.shape().dim(2), factor);
    Dim width = exactly(call, x.shape().dim(3), factor);
    Dim batch = x.shape().dim(0);
    Value split =
        Reshaping.reshape(call.emitter(), x.value(), List.of(batch, channels, height, r, width, r));
    Value moved =
        call.emit(
            "Transpose", Attributes.NONE.with("perm", List.of(0L, 1L, 3L, 5L, 2L, 4L)), split);
    List<Dim> joined = List.of(batch, channels.times(factor * factor), height, width);
    return call.result(Reshaping.reshape(call.emitter(), moved, joined));
  }

  private static Dim exactly(AtenCall call, Dim size, long factor) {
    return size.dividedBy(Dim.of(factor))
        .orElseThrow(
            () -> call.unknownSize("the size " + size + " in parts of " + factor, "a multiple"));
  }

  /** {@code channel_shuffle(self, groups)}. */
  static Object channelShuffle(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    long groups = call.integer(1, "groups");
    List<Dim> split = new ArrayList<>(x.shape().dims());
    Dim channels = split.remove(1);
    Dim each =
        channels
            .dividedBy(Dim.of(groups))
            .orElseThrow(() -> call.wrong("groups", groups, "a divisor of " + channels));
    split.add(1, each);
    split.add(1, Dim.of(groups));
    List<Long> order = new ArrayList<>(List.of(0L, 2L, 1L));
    for (long axis = 3; axis < split.size(); axis++) {
      order.add(axis);
    }
    Value grouped = Reshaping.reshape(call.emitter(), x.value(), split);
    Value swapped = call.emit("Transpose", Attributes.NONE.with("perm", order), grouped);
    return call.result(Reshaping.reshape(call.emitter(), swapped, x.shape().dims()));
  }

  /**
   * {@code im2col(self, kernel_size, dilation, padding, stride)}: the patches under a window, one a
   * column. A convolution with one group a channel, whose kernels have a single 1, copies them.
   */
  static Object imageToColumns(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    List<Long> kernel = call.perAxis(1, "kernel_size", 2, 1);
    List<Long> padding = call.perAxis(3, "padding", 2, 0);
    Dim channels = x.shape().dim(1);
    if (!channels.isConstant() || x.rank() != 4) {
      throw call.unknownSize("patches of " + x.shape(), "a batch of images of known channels");
    }
    int count = Math.toIntExact(channels.value());
    int taps = Math.toIntExact(Math.multiplyExact(kernel.get(0), kernel.get(1)));
    double[] weight = new double[Math.multiplyExact(count, Math.multiplyExact(taps, taps))];
    for (int row = 0; row < count * taps; row++) {
      weight[row * taps + row % taps] = 1;
    }
    long[] dims = {(long) count * taps, 1, kernel.get(0), kernel.get(1)};
    List<Long> pads = new ArrayList<>(padding);
    pads.addAll(padding);
    Attributes attributes =
        Attributes.NONE
            .with("dilations", call.perAxis(2, "dilation", 2, 1))
            .with("pads", pads)
            .with("strides", call.perAxis(4, "stride", 2, 1))
            .with("group", (long) count);
    Value kernels = call.emitter().constant(Tensor.of(x.type(), dims, weight));
    Value patches = call.emit("Conv", attributes, x.value(), kernels);
    return call.result(
        call.emit("Reshape", patches, call.emitter().ints(0, (long) count * taps, -1)));
  }
}
