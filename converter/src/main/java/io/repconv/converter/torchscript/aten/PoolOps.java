package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.pickle.Tuple;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Attributes;
import io.repconv.graph.Value;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Poolings with a window of fixed size. */
final class PoolOps {
  private PoolOps() {}

  /** {@code max_poolNd(self, kernel_size, stride, padding, dilation, ceil_mode)}. */
  static Lowering maxPool(int axes) {
    return call -> {
      Attributes attributes =
          window(call, axes)
              .with("dilations", call.perAxis(4, "dilation", axes, 1))
              .with("ceil_mode", call.flag(5, "ceil_mode", false));
      return pooled(call, "MaxPool", attributes, axes);
    };
  }

  /** max_poolNd_with_indices, of which the indices are not computed. */
  static Lowering maxPoolWithIndices(int axes) {
    Lowering values = maxPool(axes);
    return call -> new Tuple(Arrays.asList(values.lower(call), null));
  }

  /**
   * {@code avg_poolNd(self, kernel_size, stride, padding, ceil_mode, count_include_pad,
   * divisor_override)}.
   */
  static Lowering averagePool(int axes) {
    return call -> {
      Attributes attributes =
          window(call, axes)
              .with("ceil_mode", call.flag(4, "ceil_mode", false))
              .with("count_include_pad", call.flag(5, "count_include_pad", true));
      return call.has(6, "divisor_override")
          ? divided(call, attributes, axes)
          : pooled(call, "AveragePool", attributes, axes);
    };
  }

  /** The sum of each window, whatever is cut off of it, divided by a number of its own. */
  private static Object divided(AtenCall call, Attributes attributes, int axes) {
    List<Integer> kernel = ints(attributes, "kernel_shape");
    Window window = Window.of(ints(attributes, "strides"), List.of(), ints(attributes, "pads"));
    AveragePool mean =
        new AveragePool(
            attributes.flag("ceil_mode", false) ? window.covering(kernel) : window,
            kernel,
            false,
            true);
    TorchTensor means = pooled(call, "AveragePool", mean.attributes(), axes);
    long taps = kernel.stream().mapToLong(size -> size).reduce(1L, Math::multiplyExact);
    double factor = (double) taps / call.integer(6, "divisor_override");
    return ArithmeticOps.binary(call, "Mul", means, factor);
  }

  private static List<Integer> ints(Attributes attributes, String name) {
    return attributes.integers(name, List.of()).stream().map(Math::toIntExact).toList();
  }

  private static Attributes window(AtenCall call, int axes) {
    List<Long> kernel = call.perAxis(1, "kernel_size", axes, 1);
    List<Long> strides =
        call.integers(2, "stride").isEmpty() ? kernel : call.perAxis(2, "stride", axes, 1);
    List<Long> padding = call.perAxis(3, "padding", axes, 0);
    List<Long> pads = new ArrayList<>(padding);
    pads.addAll(padding);
    return Attributes.NONE.with("kernel_shape", kernel).with("strides", strides).with("pads", pads);
  }

  private static TorchTensor pooled(AtenCall call, String op, Attributes attributes, int axes) {
    TorchTensor x = call.tensor(0, "self");
    if (x.rank() == axes + 2) {
      return call.result(call.emit(op, attributes, x.value()));
    }
    if (x.rank() != axes + 1) {
      throw call.wrong("self", x, "a tensor of rank " + (axes + 2));
    }
    Value zero = call.emitter().ints(0);
    Value batched = call.emit(op, attributes, call.emit("Unsqueeze", x.value(), zero));
    return call.result(call.emit("Squeeze", batched, zero));
  }
}
