package io.repconv.runtime.script;

import static io.repconv.runtime.script.Call.real;

import io.repconv.graph.op.Einsum;
import io.repconv.graph.op.Gemm;
import java.util.Map;

/** Products of matrices. */
final class MatrixScripts {
  static final Map<String, Lowering> OPERATORS =
      Map.of(
          "MatMul", call -> "torch.matmul(%s, %s)".formatted(call.argument(0), call.argument(1)),
          "Gemm", MatrixScripts::gemm,
          "Einsum", MatrixScripts::einsum);

  private MatrixScripts() {}

  private static String gemm(Call call) {
    Gemm op = call.op(Gemm.class);
    String a = op.transA() ? transposed(call.argument(0)) : call.argument(0);
    String b = op.transB() ? transposed(call.argument(1)) : call.argument(1);
    String product = scaled("torch.matmul(%s, %s)".formatted(a, b), op.alpha());
    return call.has(2)
        ? "torch.add(%s, %s)".formatted(product, scaled(call.argument(2), op.beta()))
        : product;
  }

  private static String transposed(String matrix) {
    return "torch.t(%s)".formatted(matrix);
  }

  private static String scaled(String x, double factor) {
    return factor == 1 ? x : "torch.mul(%s, %s)".formatted(x, real(factor));
  }

  private static String einsum(Call call) {
    String equation = call.op(Einsum.class).equation();
    if (!equation.matches("[A-Za-z,.> -]*")) {
      throw call.unsupported("the equation '" + equation + "'");
    }
    return "torch.einsum(\"%s\", %s)".formatted(equation, call.arguments());
  }
}
