package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.pickle.Tuple;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reductions over axes. */
final class ReduceOps {
  private ReduceOps() {}

  /** {@code sum(self, dim, keepdim, *, dtype)}, mean, prod; without dim over everything. */
  static Lowering reduction(String op) {
    return call -> {
      TorchTensor x = call.tensor(0, "self");
      ElementType type = call.type(3, "dtype", resultType(op, x.type()));
      Value input = new Operands(call.emitter()).cast(x.value(), type);
      boolean keep = call.flag(2, "keepdim", false);
      return call.result(reduced(call, op, input, axes(call, x), keep));
    };
  }

  private static ElementType resultType(String op, ElementType type) {
    if (type.isFloating()) {
      return type;
    }
    return op.equals("ReduceMean") ? ElementType.FLOAT : ElementType.INT64;
  }

  /** The axes of {@code dim}, all where it is not given. */
  static List<Long> axes(AtenCall call, TorchTensor x) {
    return call.integers(1, "dim").stream()
        .map(axis -> (long) call.axis(axis, x.rank(), "dim"))
        .toList();
  }

  /** No axes: all of them. */
  static Value reduced(AtenCall call, String op, Value input, List<Long> axes, boolean keep) {
    Attributes attributes = Attributes.NONE.with("keepdims", keep);
    List<Long> all = new ArrayList<>(axes);
    for (long axis = 0; axes.isEmpty() && axis < input.shape().rank(); axis++) {
      all.add(axis);
    }
    return all.isEmpty() ? input : call.emit(op, attributes, input, call.emitter().ints(all));
  }

  /** amax, amin: over axes, with the values alone. */
  static Lowering extremum(String op) {
    return call -> {
      TorchTensor x = call.tensor(0, "self");
      return call.result(
          reduced(call, op, x.value(), axes(call, x), call.flag(2, "keepdim", false)));
    };
  }

  /** max, min: of two tensors, over everything, or over one axis together with the positions. */
  static Lowering extremum(String op, String arg, String elementwise) {
    return call -> {
      TorchTensor x = call.tensor(0, "self");
      if (call.count() == 1) {
        return call.result(reduced(call, op, x.value(), List.of(), false));
      }
      if (AtenCall.isTensor(call.argument(1, "other"))) {
        return ArithmeticOps.binary(call, elementwise, x, call.argument(1, "other"));
      }
      long axis = call.axis(1, "dim", x.rank(), -1);
      boolean keep = call.flag(2, "keepdim", false);
      TorchTensor values = call.result(reduced(call, op, x.value(), List.of(axis), keep));
      return new Tuple(Arrays.asList(values, position(call, arg, x, axis, keep)));
    };
  }

  static Lowering position(String arg) {
    return call -> {
      TorchTensor x = call.tensor(0, "self");
      if (!call.has(1, "dim")) {
        Value flat = call.emit("Reshape", x.value(), call.emitter().ints(-1));
        Attributes attributes = Attributes.NONE.with("axis", 0L).with("keepdims", 0L);
        return call.result(call.emit(arg, attributes, flat));
      }
      return position(
          call, arg, x, call.axis(1, "dim", x.rank(), 0), call.flag(2, "keepdim", false));
    };
  }

  private static TorchTensor position(
      AtenCall call, String arg, TorchTensor x, long axis, boolean keep) {
    Attributes attributes = Attributes.NONE.with("axis", axis).with("keepdims", keep);
    return call.result(call.emit(arg, attributes, x.value()));
  }

  /** {@code logsumexp(self, dim, keepdim)}. */
  static Object logSumExp(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    boolean keep = call.flag(2, "keepdim", false);
    return call.result(
        reduced(call, "ReduceLogSumExp", ActivationOps.floating(call), axes(call, x), keep));
  }

  /** {@code norm(self, p, dim, keepdim)} and linalg_vector_norm for p = 1 and 2. */
  static Object norm(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    double p = call.real(1, "p", 2);
    if (p != 1 && p != 2) {
      throw call.wrong("p", p, "1 or 2");
    }
    List<Long> axes =
        call.integers(2, "dim").stream().map(a -> (long) call.axis(a, x.rank(), "dim")).toList();
    boolean keep = call.flag(3, "keepdim", false);
    return call.result(reduced(call, p == 1 ? "ReduceL1" : "ReduceL2", x.value(), axes, keep));
  }

  /** {@code all(self, dim, keepdim)} and any, as the least and the greatest of 0 and 1. */
  static Lowering flags(String op) {
    return call -> {
      TorchTensor x = call.tensor(0, "self");
      Operands operands = new Operands(call.emitter());
      Value truth = operands.cast(operands.cast(x.value(), ElementType.BOOL), ElementType.INT32);
      Value found = reduced(call, op, truth, axes(call, x), call.flag(2, "keepdim", false));
      return call.result(operands.cast(found, ElementType.BOOL));
    };
  }

  static Lowering cumulative(String op) {
    return call -> {
      TorchTensor x = call.tensor(0, "self");
      long axis = call.axis(1, "dim", x.rank(), 0);
      Value where = new Operands(call.emitter()).number(axis, ElementType.INT64);
      return call.result(call.emit(op, x.value(), where));
    };
  }
}
