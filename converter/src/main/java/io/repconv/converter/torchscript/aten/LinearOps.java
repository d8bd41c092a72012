package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.converter.torchscript.value.ViewSteps;
import io.repconv.graph.Attributes;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Matrix products. */
final class LinearOps {
  private LinearOps() {}

  /** {@code linear(input, weight, bias)}: x * W^T + b over the last axis. */
  static Object linear(AtenCall call) {
    TorchTensor x = call.tensor(0, "input");
    TorchTensor weight = call.tensor(1, "weight");
    TorchTensor bias = call.optionalTensor(2, "bias");
    if (weight.rank() == 2) {
      InputProbe.channels(x, weight.shape().dim(1), x.rank(), call);
    }
    if (x.rank() == 2 && weight.rank() == 2) {
      Attributes transposed = Attributes.NONE.with("transB", 1L);
      return call.result(
          bias == null
              ? call.emit("Gemm", transposed, x.value(), weight.value())
              : call.emit("Gemm", transposed, x.value(), weight.value(), bias.value()));
    }
    Value product = call.emit("MatMul", x.value(), transposed(weight).value());
    return call.result(bias == null ? product : call.emit("Add", product, bias.value()));
  }

  /** The last two axes swapped. */
  static TorchTensor transposed(TorchTensor x) {
    if (x.rank() < 2) {
      return x;
    }
    List<Long> order = new ArrayList<>();
    for (long axis = 0; axis < x.rank(); axis++) {
      order.add(axis);
    }
    Collections.swap(order, x.rank() - 2, x.rank() - 1);
    return x.view(new ViewSteps.Permute(order));
  }

  /** matmul, mm, bmm, mv, dot. */
  static Object matmul(AtenCall call) {
    TorchTensor a = call.tensor(0, "self");
    TorchTensor b = call.tensor(1, "other");
    return call.result(call.emit("MatMul", a.value(), b.value()));
  }

  /**
   * {@code addmm(self, mat1, mat2, beta, alpha)} and baddbmm: beta * self + alpha * mat1 * mat2.
   */
  static Object addmm(AtenCall call) {
    TorchTensor a = call.tensor(1, "mat1");
    TorchTensor b = call.tensor(2, "mat2");
    TorchTensor product = call.result(call.emit("MatMul", a.value(), b.value()));
    return sum(
        call, scaled(call, call.tensor(0, "self"), 3, "beta"), scaled(call, product, 4, "alpha"));
  }

  private static @Nullable TorchTensor scaled(
      AtenCall call, TorchTensor x, int index, String argument) {
    double factor = call.real(index, argument, 1);
    if (factor == 0) {
      return null;
    }
    return factor == 1 ? x : ArithmeticOps.binary(call, "Mul", x, factor);
  }

  private static Object sum(AtenCall call, @Nullable TorchTensor a, @Nullable TorchTensor b) {
    if (a == null || b == null) {
      TorchTensor only = a == null ? b : a;
      if (only == null) {
        throw call.unsupported("beta and alpha are both 0", "at least one term");
      }
      return only;
    }
    return ArithmeticOps.binary(call, "Add", a, b);
  }

  /** {@code einsum(equation, tensors)}. */
  static Object einsum(AtenCall call) {
    List<Value> operands = call.tensors(1, "tensors").stream().map(TorchTensor::value).toList();
    Attributes equation = Attributes.NONE.with("equation", call.text(0, "equation", ""));
    return call.result(call.emitter().emitAll("Einsum", equation, 1, operands).get(0));
  }
}
