package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.pickle.Tuple;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Value;
import io.repconv.graph.emit.AveragingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Poolings that are told the size of their output. Output position i covers the inputs from {@code
 * floor(i * in / out)} to, not including, {@code ceil((i + 1) * in / out)}.
 */
final class AdaptivePoolOps {
  private AdaptivePoolOps() {}

  /** {@code adaptive_avg_poolNd(self, output_size)}. */
  static Lowering average(int axes) {
    return call -> {
      TorchTensor x = call.tensor(0, "self");
      List<Dim> sizes = outputSizes(call, x, axes);
      if (sizes.stream().allMatch(size -> size.is(1)) && x.rank() == axes + 2) {
        return call.result(call.emit("GlobalAveragePool", x.value()));
      }
      Attributes window = fixedWindow(x, sizes);
      if (window != null) {
        return sameSize(x, sizes) ? x : batched(call, "AveragePool", window, x, axes);
      }
      return call.result(byMatrices(call, x, sizes));
    };
  }

  /** {@code adaptive_max_poolNd(self, output_size)}, of which the positions are not computed. */
  static Lowering maximum(int axes) {
    return call -> {
      TorchTensor x = call.tensor(0, "self");
      List<Dim> sizes = outputSizes(call, x, axes);
      if (sizes.stream().allMatch(size -> size.is(1)) && x.rank() == axes + 2) {
        return withoutPositions(call.result(call.emit("GlobalMaxPool", x.value())));
      }
      Attributes window = fixedWindow(x, sizes);
      if (window == null) {
        throw call.unknownSize(
            "an input of shape " + x.shape() + " pooled to " + sizes, "a size that divides");
      }
      return withoutPositions(sameSize(x, sizes) ? x : batched(call, "MaxPool", window, x, axes));
    };
  }

  private static Tuple withoutPositions(TorchTensor maxima) {
    return new Tuple(Arrays.asList(maxima, null));
  }

  /** The sizes asked for; None keeps the input's. */
  private static List<Dim> outputSizes(AtenCall call, TorchTensor x, int axes) {
    if (x.rank() != axes + 2 && x.rank() != axes + 1) {
      throw call.wrong("self", x, "a tensor of rank " + (axes + 2));
    }
    Object given = call.argument(1, "output_size");
    List<Dim> sizes = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      @Nullable Object size =
          given instanceof List<?> list && list.size() > 1 ? list.get(axis) : given;
      size = size instanceof List<?> single && single.size() == 1 ? single.get(0) : size;
      Dim own = x.shape().dim(axis - axes);
      sizes.add(size == null ? own : call.with(size).size(0, "output_size"));
    }
    return sizes;
  }

  private static boolean sameSize(TorchTensor x, List<Dim> sizes) {
    return x.shape().dims().subList(x.rank() - sizes.size(), x.rank()).equals(sizes);
  }

  /**
   * Kernel and stride where every window has the same size, null where it has not or that is not
   * known.
   */
  private static @Nullable Attributes fixedWindow(TorchTensor x, List<Dim> sizes) {
    List<Long> kernel = new ArrayList<>();
    for (int axis = 0; axis < sizes.size(); axis++) {
      Dim in = x.shape().dim(axis - sizes.size());
      Dim each = sizes.get(axis).is(0) ? null : in.dividedBy(sizes.get(axis)).orElse(null);
      if (each == null || !each.isConstant()) {
        return null;
      }
      kernel.add(each.value());
    }
    return Attributes.NONE.with("kernel_shape", kernel).with("strides", kernel);
  }

  private static TorchTensor batched(
      AtenCall call, String op, Attributes attributes, TorchTensor x, int axes) {
    if (x.rank() == axes + 2) {
      return call.result(call.emit(op, attributes, x.value()));
    }
    Value zero = call.emitter().ints(0);
    Value y = call.emit(op, attributes, call.emit("Unsqueeze", x.value(), zero));
    return call.result(call.emit("Squeeze", y, zero));
  }

  /** A * X * B^T with one averaging matrix for each of the last two axes. */
  private static Value byMatrices(AtenCall call, TorchTensor x, List<Dim> sizes) {
    if (sizes.size() > 2) {
      throw call.unsupported("a pooling of " + x.shape() + " to " + sizes, "sizes that divide");
    }
    Value y = x.value();
    int last = x.rank() - 1;
    AveragingMatrix averaging = new AveragingMatrix(call.emitter().nodes(), x.type());
    if (!sizes.get(sizes.size() - 1).equals(x.shape().dim(last))) {
      int out = number(call, sizes.get(sizes.size() - 1));
      y = call.emit("MatMul", y, averaging.columns(x.shape().dim(last), out));
    }
    if (sizes.size() == 2 && !sizes.get(0).equals(x.shape().dim(last - 1))) {
      int out = number(call, sizes.get(0));
      y = call.emit("MatMul", averaging.rows(x.shape().dim(last - 1), out), y);
    }
    return y;
  }

  private static int number(AtenCall call, Dim out) {
    if (!out.isConstant()) {
      throw call.unknownSize("an output of the size " + out, "a number");
    }
    return Math.toIntExact(out.value());
  }
}
