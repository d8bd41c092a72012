package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/**
 * The largest element under a window, channel by channel; padding is never the largest.
 *
 * @param kernel the window's spatial sizes
 * @param ceilMode whether a window that the end of the input cuts off counts
 */
public record MaxPool(Window window, List<Integer> kernel, boolean ceilMode) implements Op {
  @Override
  public String name() {
    return "MaxPool";
  }

  @Override
  public Attributes attributes() {
    return Pooling.attributes(window, kernel, ceilMode);
  }

  static MaxPool parse(Attributes attributes) {
    return new MaxPool(
        Window.parse(attributes), Pooling.kernel(attributes), attributes.flag("ceil_mode", false));
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    return Pooling.infer(inputs, window, kernel, ceilMode);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    double[] values = x.doubles();
    WindowWalk walk = Pooling.walk(x, window, kernel, ceilMode);
    int positions = walk.outputPositions();
    int planes = Math.toIntExact(x.dim(0) * x.dim(1));
    double[] y = new double[Math.multiplyExact(planes, positions)];
    for (int p = 0; p < positions; p++) {
      int position = p;
      for (int plane = 0; plane < planes; plane++) {
        y[plane * positions + p] = Double.NEGATIVE_INFINITY;
      }
      walk.forEachTap(
          p,
          (tap, at) -> {
            for (int plane = 0; plane < planes; plane++) {
              int to = plane * positions + position;
              y[to] = Math.max(y[to], values[plane * walk.inputPositions() + at]);
            }
          });
    }
    return List.of(Tensor.of(x.type(), Pooling.dims(x, window, kernel, ceilMode), y));
  }
}
