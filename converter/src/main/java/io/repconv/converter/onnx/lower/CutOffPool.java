package io.repconv.converter.onnx.lower;

import io.repconv.graph.Attributes;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Window;
import java.util.Arrays;
import java.util.List;

/**
 * Before opset 19, runtimes divide by the whole kernel where the end of the padding cuts off the
 * last window, and not by what is left of it.
 */
final class CutOffPool {
  private CutOffPool() {}

  static boolean isNeeded(Node node) {
    return node.op() instanceof AveragePool pool
        && pool.ceilMode()
        && pool.countIncludePad()
        && pool.window().autoPad() == Window.AutoPad.NOTSET
        && keepsCount(pool);
  }

  /**
   * Whether as many windows fit once the padding is part of the input. Otherwise the last one,
   * which begins in the padding and is dropped for that, would be there.
   */
  private static boolean keepsCount(AveragePool pool) {
    Window window = pool.window().forAxes(pool.kernel().size());
    for (int axis = 0; axis < pool.kernel().size(); axis++) {
      int end = window.padsEnd().get(axis);
      int covered = window.dilations().get(axis) * (pool.kernel().get(axis) - 1) + 1;
      if (end > 0 && window.strides().get(axis) + end > covered) {
        return false;
      }
    }
    return true;
  }

  /**
   *
   *
   * <pre>
   * AveragePool(x, pads, count_include_pad) = AveragePool(Pad(x, pads))
   * </pre>
   */
  static Value padded(Node node, List<Value> inputs, Parts parts) {
    AveragePool pool = (AveragePool) node.op();
    Attributes attributes = pool.attributes().without("pads").without("count_include_pad");
    Window window = pool.window().forAxes(pool.kernel().size());
    int rank = pool.kernel().size() + 2;
    long[] pads = new long[2 * rank];
    for (int axis = 2; axis < rank; axis++) {
      pads[axis] = window.padsBegin().get(axis - 2);
      pads[axis + rank] = window.padsEnd().get(axis - 2);
    }
    boolean bare = Arrays.stream(pads).allMatch(pad -> pad == 0);
    Value padded = bare ? inputs.get(0) : parts.add("Pad", inputs.get(0), parts.ints("pads", pads));
    return parts.result("AveragePool", attributes, padded);
  }
}
