package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** What average and max pooling have in common. */
final class Pooling {
  private Pooling() {}

  static Attributes attributes(Window window, List<Integer> kernel, boolean ceilMode) {
    Attributes all = Attributes.NONE.with("kernel_shape", Window.longs(kernel));
    return window.addTo(ceilMode ? all.with("ceil_mode", 1L) : all);
  }

  static List<Integer> kernel(Attributes attributes) {
    List<Integer> kernel = Window.ints(attributes, "kernel_shape");
    if (kernel.isEmpty() || kernel.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException("attribute 'kernel_shape' is " + kernel);
    }
    return kernel;
  }

  static List<Value.Type> infer(
      List<Value> inputs, Window window, List<Integer> kernel, boolean ceilMode) {
    Inputs.require(inputs, 1, 1);
    Value x = inputs.get(0);
    Inputs.requireFloating(x, "input");
    Window full = window.forAxes(kernel.size());
    for (int axis = 0; axis < kernel.size(); axis++) {
      int effective = full.dilations().get(axis) * (kernel.get(axis) - 1) + 1;
      if (full.padsBegin().get(axis) >= effective || full.padsEnd().get(axis) >= effective) {
        throw new ShapeError(
            "pads %s and %s of a kernel %s".formatted(full.padsBegin(), full.padsEnd(), kernel),
            "pads smaller than the kernel");
      }
    }
    if (!x.shape().isRanked()) {
      return Inputs.one(x.element(), Shape.UNRANKED);
    }
    List<Dim> dims = new ArrayList<>(x.shape().dims().subList(0, Math.min(2, x.shape().rank())));
    dims.addAll(window.outputSizes(x.shape(), kernel, ceilMode));
    return Inputs.one(x.element(), Shape.of(dims));
  }

  static long[] dims(Tensor x, Window window, List<Integer> kernel, boolean ceilMode) {
    long[] dims = x.dims();
    List<Dim> sizes = window.outputSizes(x.shape(), kernel, ceilMode);
    for (int i = 0; i < sizes.size(); i++) {
      dims[i + 2] = sizes.get(i).value();
    }
    return dims;
  }

  static WindowWalk walk(Tensor x, Window window, List<Integer> kernel, boolean ceilMode) {
    int[] out = new int[kernel.size()];
    long[] dims = dims(x, window, kernel, ceilMode);
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.toIntExact(dims[i + 2]);
    }
    return WindowWalk.of(window.forAxes(out.length), x.dims(), kernel, out);
  }
}
