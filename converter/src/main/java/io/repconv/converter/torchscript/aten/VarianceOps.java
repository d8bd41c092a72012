package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.pickle.Tuple;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Dim;
import io.repconv.graph.Value;
import java.util.Arrays;
import java.util.List;

/**
 * Variance and standard deviation: {@code (self, unbiased)}, {@code (self, dim, unbiased, keepdim)}
 * and, with {@code correction} in place of unbiased, {@code (self, dim, *, correction, keepdim)}.
 */
final class VarianceOps {
  private VarianceOps() {}

  static Object variance(AtenCall call) {
    return call.result(new Spread(call).variance());
  }

  static Object deviation(AtenCall call) {
    return call.result(call.emit("Sqrt", new Spread(call).variance()));
  }

  static Object varianceAndMean(AtenCall call) {
    Spread spread = new Spread(call);
    return new Tuple(
        Arrays.asList(call.result(spread.variance()), call.result(spread.mean(spread.keep))));
  }

  static Object deviationAndMean(AtenCall call) {
    Spread spread = new Spread(call);
    return new Tuple(
        Arrays.asList(
            call.result(call.emit("Sqrt", spread.variance())),
            call.result(spread.mean(spread.keep))));
  }

  private static final class Spread {
    private final AtenCall call;
    private final TorchTensor x;
    private final List<Long> axes;
    private final boolean keep;
    private final double correction;

    Spread(AtenCall call) {
      this.call = call;
      this.x = call.tensor(0, "self");
      boolean overall = call.argument(1, "dim") instanceof Boolean;
      this.axes = overall ? List.of() : ReduceOps.axes(call, x);
      this.keep = !overall && call.flag(3, "keepdim", false);
      this.correction = correction(overall);
    }

    private double correction(boolean overall) {
      if (call.hasKeyword("correction")) {
        return call.real(Integer.MAX_VALUE, "correction", 1);
      }
      return call.flag(overall ? 1 : 2, "unbiased", true) ? 1 : 0;
    }

    Value mean(boolean keepAxes) {
      return ReduceOps.reduced(call, "ReduceMean", x.value(), axes, keepAxes);
    }

    Value variance() {
      Value centred = call.emit("Sub", x.value(), mean(true));
      Value squares = call.emit("Mul", centred, centred);
      Value sum = ReduceOps.reduced(call, "ReduceSum", squares, axes, keep);
      Dim count = Dim.of(1);
      for (int axis = 0; axis < x.rank(); axis++) {
        boolean reduced = axes.isEmpty() || axes.contains((long) axis);
        count = reduced ? count.times(x.shape().dim(axis)) : count;
      }
      Operands operands = new Operands(call.emitter());
      Value all = operands.number(count, x.type());
      Value divisor =
          correction == 0 ? all : call.emit("Sub", all, operands.number(correction, x.type()));
      return call.emit("Div", sum, divisor);
    }
  }
}
