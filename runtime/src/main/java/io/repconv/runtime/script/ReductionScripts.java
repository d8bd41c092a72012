package io.repconv.runtime.script;

import static io.repconv.runtime.script.Call.flag;
import static io.repconv.runtime.script.Call.list;

import io.repconv.graph.op.ArgReduce;
import io.repconv.graph.op.LogSoftmax;
import io.repconv.graph.op.Reduce;
import io.repconv.graph.op.Softmax;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Operators that look at all elements along an axis. */
final class ReductionScripts {
  private ReductionScripts() {}

  static Map<String, Lowering> operators() {
    Map<String, Lowering> all = new HashMap<>();
    for (Reduce.Kind kind : Reduce.Kind.values()) {
      all.put(new Reduce(kind, true, false).name(), call -> reduce(call, kind));
    }
    all.put("ArgMax", ReductionScripts::argument);
    all.put("ArgMin", ReductionScripts::argument);
    all.put("Softmax", call -> along(call, "softmax", call.op(Softmax.class).axis()));
    all.put("LogSoftmax", call -> along(call, "log_softmax", call.op(LogSoftmax.class).axis()));
    return all;
  }

  private static String reduce(Call call, Reduce.Kind kind) {
    Reduce op = call.op(Reduce.class);
    long[] axes = call.has(1) ? call.longs(1) : new long[0];
    if (axes.length == 0) {
      if (op.noopWithEmptyAxes()) {
        return call.argument(0);
      }
      axes = IntStream.range(0, call.rank(0)).asLongStream().toArray();
    }
    String x = call.argument(0);
    String rest = "%s, %s".formatted(list(axes), flag(op.keepDims()));
    return switch (kind) {
      case MEAN -> "torch.mean(%s, %s)".formatted(x, rest);
      case SUM -> "torch.sum(%s, %s)".formatted(x, rest);
      case MAX -> "torch.amax(%s, %s)".formatted(x, rest);
      case MIN -> "torch.amin(%s, %s)".formatted(x, rest);
      case L1 -> "torch.sum(torch.abs(%s), %s)".formatted(x, rest);
      case L2 -> "torch.sqrt(torch.sum(torch.mul(%s, %s), %s))".formatted(x, x, rest);
      case SUM_SQUARE -> "torch.sum(torch.mul(%s, %s), %s)".formatted(x, x, rest);
      case LOG_SUM -> "torch.log(torch.sum(%s, %s))".formatted(x, rest);
      case LOG_SUM_EXP -> "torch.logsumexp(%s, %s)".formatted(x, rest);
      case PROD -> throw call.unsupported("operator ReduceProd");
    };
  }

  /** torch's answer to ties is the first one, as ONNX's. */
  private static String argument(Call call) {
    ArgReduce op = call.op(ArgReduce.class);
    if (op.last()) {
      throw call.unsupported("the last of equal elements");
    }
    return "torch.%s(%s, %d, %s)"
        .formatted(
            op.largest() ? "argmax" : "argmin", call.argument(0), op.axis(), flag(op.keepDims()));
  }

  private static String along(Call call, String function, int axis) {
    return "torch.%s(%s, %d)".formatted(function, call.argument(0), axis);
  }
}
