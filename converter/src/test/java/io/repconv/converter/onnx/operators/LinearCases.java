package io.repconv.converter.onnx.operators;

import static io.repconv.converter.onnx.operators.OperatorCase.check;
import static io.repconv.converter.onnx.operators.OperatorCase.fed;
import static io.repconv.converter.onnx.operators.OperatorCase.held;
import static io.repconv.converter.onnx.operators.OperatorCase.indices;
import static io.repconv.converter.onnx.operators.OperatorCase.ints;
import static io.repconv.converter.onnx.operators.OperatorCase.positive;

import io.repconv.graph.Tensor;
import io.repconv.graph.op.ArgReduce;
import io.repconv.graph.op.BatchNormalization;
import io.repconv.graph.op.CumSum;
import io.repconv.graph.op.Einsum;
import io.repconv.graph.op.Gemm;
import io.repconv.graph.op.GroupNormalization;
import io.repconv.graph.op.InstanceNormalization;
import io.repconv.graph.op.LRN;
import io.repconv.graph.op.LayerNormalization;
import io.repconv.graph.op.LpNormalization;
import io.repconv.graph.op.MatMul;
import io.repconv.graph.op.Reduce;
import io.repconv.graph.op.TopK;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Products, reductions and normalisations. */
final class LinearCases {
  private LinearCases() {}

  static Stream<OperatorCase> all() {
    return Stream.of(products(), reductions(), searches(), normalizations()).flatMap(List::stream);
  }

  private static List<OperatorCase> products() {
    List<OperatorCase> all = new ArrayList<>();
    all.add(check("plain", new Gemm(1, 1, false, false), fed(3, 4), held(4, 5), held(5)));
    all.add(check("transposed", new Gemm(0.5f, 2, true, true), fed(4, 3), held(5, 4), held(3, 1)));
    all.add(check("without C", new Gemm(1, 1, false, true), fed(3, 4), held(5, 4)));
    all.add(check("matrices", new MatMul(), fed(3, 4), fed(4, 5)));
    all.add(check("batches", new MatMul(), fed(2, 1, 3, 4), fed(5, 4, 2)));
    all.add(check("row", new MatMul(), fed(4), fed(2, 4, 5)));
    all.add(check("column", new MatMul(), fed(2, 3, 4), fed(4)));
    all.add(check("vectors", new MatMul(), fed(4), held(4)));
    all.add(check("attention", new Einsum("bhid,bhjd->bhij"), fed(2, 2, 3, 4), fed(2, 2, 5, 4)));
    all.add(check("ellipsis", new Einsum("...ij,jk->...ik"), fed(2, 3, 4), fed(4, 5)));
    all.add(check("implicit", new Einsum("ij,jk"), fed(3, 4), fed(4, 5)));
    all.add(check("diagonal", new Einsum("ii->i"), fed(4, 4)));
    all.add(check("sum", new Einsum("ij->"), fed(3, 4)));
    all.add(check("three operands", new Einsum("ij,jk,kl->il"), fed(2, 3), fed(3, 4), fed(4, 2)));
    return all;
  }

  private static List<OperatorCase> reductions() {
    List<OperatorCase> all = new ArrayList<>();
    for (Reduce.Kind kind : Reduce.Kind.values()) {
      Tensor data = kind == Reduce.Kind.LOG_SUM ? positive(2, 3, 4) : OperatorCase.normal(2, 3, 4);
      all.add(check("some axes", new Reduce(kind, true), fed(data), ints(-1, 0)));
      all.add(check("all axes", new Reduce(kind, false), fed(data)));
      all.add(check("one axis", new Reduce(kind, false), fed(data), ints(1)));
    }
    for (Reduce.Kind kind : List.of(Reduce.Kind.SUM, Reduce.Kind.MAX, Reduce.Kind.PROD)) {
      all.add(check("of integers", new Reduce(kind, true), fed(indices(5, 2, 3)), ints(1)));
    }
    all.add(check("of no axes", new Reduce(Reduce.Kind.SUM, true, true), fed(2, 3), ints()));
    return all;
  }

  private static List<OperatorCase> searches() {
    List<OperatorCase> all = new ArrayList<>();
    all.add(check("kept", ArgReduce.max(1, true), fed(2, 5, 3)));
    all.add(check("dropped", ArgReduce.min(-1, false), fed(2, 5, 3)));
    Tensor ties = Tensor.ofFloats(new long[] {5}, 1, 3, 3, 2, 3);
    all.add(check("first of ties", ArgReduce.max(0, true), fed(ties)));
    all.add(check("last of ties", new ArgReduce(true, 0, true, true), fed(ties)));
    all.add(check("largest", new TopK(1, true), fed(2, 6), ints(3)));
    all.add(check("smallest", new TopK(0, false), fed(5, 2), ints(2)));
    all.add(check("", new CumSum(false, false), fed(2, 5), held(Tensor.scalar(1))));
    all.add(check("exclusive, reverse", new CumSum(true, true), fed(4, 3), held(Tensor.scalar(0))));
    return all;
  }

  private static List<OperatorCase> normalizations() {
    List<OperatorCase> all = new ArrayList<>();
    all.add(
        check(
            "",
            new BatchNormalization(1e-3f),
            fed(2, 3, 4, 5),
            held(3),
            held(3),
            held(3),
            held(positive(3))));
    all.add(check("", new InstanceNormalization(1e-4f), fed(2, 3, 4, 5), held(3), held(3)));
    all.add(check("last axis", new LayerNormalization(-1, 1e-5f), fed(2, 3, 8), held(8), held(8)));
    all.add(check("two axes", new LayerNormalization(1, 1e-3f), fed(2, 3, 4), held(3, 4)));
    all.add(check("", new GroupNormalization(2, 1e-4f), fed(2, 4, 3, 3), held(4), held(4)));
    all.add(check("2", new LpNormalization(1, 2), fed(2, 5, 3)));
    all.add(check("1", new LpNormalization(-1, 1), fed(2, 5)));
    all.add(check("odd", new LRN(3, 0.5f, 0.75f, 2), fed(1, 7, 2, 2)));
    return all;
  }
}
