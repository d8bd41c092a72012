package io.repconv.converter.onnx.operators;

import static io.repconv.converter.onnx.operators.OperatorCase.ABSENT;
import static io.repconv.converter.onnx.operators.OperatorCase.booleans;
import static io.repconv.converter.onnx.operators.OperatorCase.check;
import static io.repconv.converter.onnx.operators.OperatorCase.fed;
import static io.repconv.converter.onnx.operators.OperatorCase.held;
import static io.repconv.converter.onnx.operators.OperatorCase.indices;
import static io.repconv.converter.onnx.operators.OperatorCase.ints;
import static io.repconv.converter.onnx.operators.OperatorCase.positive;
import static io.repconv.converter.onnx.operators.OperatorCase.scalar;

import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Cast;
import io.repconv.graph.op.Celu;
import io.repconv.graph.op.Clip;
import io.repconv.graph.op.Comparison;
import io.repconv.graph.op.Elu;
import io.repconv.graph.op.Gelu;
import io.repconv.graph.op.HardSigmoid;
import io.repconv.graph.op.IsNaN;
import io.repconv.graph.op.LeakyRelu;
import io.repconv.graph.op.LogSoftmax;
import io.repconv.graph.op.Logical;
import io.repconv.graph.op.Mod;
import io.repconv.graph.op.Not;
import io.repconv.graph.op.PRelu;
import io.repconv.graph.op.Pow;
import io.repconv.graph.op.Selu;
import io.repconv.graph.op.Softmax;
import io.repconv.graph.op.ThresholdedRelu;
import io.repconv.graph.op.Unary;
import io.repconv.graph.op.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What maps elements one by one. */
final class ElementCases {
  private ElementCases() {}

  static Stream<OperatorCase> all() {
    return Stream.of(functions(), activations(), arithmetic(), logic(), casts())
        .flatMap(List::stream);
  }

  private static List<OperatorCase> functions() {
    List<OperatorCase> all = new ArrayList<>();
    for (Unary op :
        List.of(
            Unary.ABS,
            Unary.ASINH,
            Unary.ATAN,
            Unary.CEIL,
            Unary.COS,
            Unary.COSH,
            Unary.ERF,
            Unary.EXP,
            Unary.FLOOR,
            Unary.HARD_SWISH,
            Unary.MISH,
            Unary.NEG,
            Unary.RELU,
            Unary.ROUND,
            Unary.SIGMOID,
            Unary.SIGN,
            Unary.SIN,
            Unary.SINH,
            Unary.SOFTPLUS,
            Unary.SOFTSIGN,
            Unary.TAN,
            Unary.TANH)) {
      all.add(check("", op, fed(3, 50)));
    }
    for (Unary op : List.of(Unary.LOG, Unary.RECIPROCAL, Unary.SQRT)) {
      all.add(check("", op, fed(positive(3, 50))));
    }
    Tensor small = Tensor.ofFloats(new long[] {5}, -0.9f, -0.3f, 0, 0.5f, 0.8f);
    for (Unary op : List.of(Unary.ACOS, Unary.ASIN, Unary.ATANH)) {
      all.add(check("", op, fed(small)));
    }
    all.add(check("", Unary.ACOSH, fed(Tensor.ofFloats(new long[] {3}, 1, 1.5f, 7))));
    all.add(
        check(
            "of halves",
            Unary.ROUND,
            fed(Tensor.ofFloats(new long[] {5}, -2.5f, -0.5f, 0.5f, 1.5f, 2.5f))));
    for (Unary op : List.of(Unary.ABS, Unary.NEG, Unary.SIGN)) {
      all.add(check("of integers", op, fed(Tensor.ofInts(-7, 0, 5))));
    }
    all.add(check("", new IsNaN(), fed(Tensor.ofFloats(new long[] {2}, Float.NaN, 1))));
    return all;
  }

  private static List<OperatorCase> activations() {
    List<OperatorCase> all = new ArrayList<>();
    for (Op op :
        List.of(
            new LeakyRelu(0.1f),
            new Elu(0.7f),
            new Celu(0.7f),
            new Selu(1.5f, 1.1f),
            new HardSigmoid(0.3f, 0.4f),
            new ThresholdedRelu(0.5f),
            new Gelu(false),
            new Gelu(true),
            new Softmax(1),
            new Softmax(-1),
            new LogSoftmax(1))) {
      all.add(check(op.attributes().toString(), op, fed(3, 50, 2)));
    }
    all.add(check("a channel", new PRelu(), fed(2, 3, 4, 5), held(3, 1, 1)));
    all.add(check("one", new PRelu(), fed(2, 3), held(1)));
    all.add(check("both", new Clip(), fed(30), scalar(-0.5), scalar(0.7)));
    all.add(check("from above", new Clip(), fed(30), ABSENT, scalar(0.7)));
    all.add(check("crossed", new Clip(), fed(30), scalar(1), scalar(-1)));
    all.add(
        check(
            "of integers",
            new Clip(),
            fed(indices(9, 20)),
            held(Tensor.scalar(2)),
            held(Tensor.scalar(5))));
    return all;
  }

  private static List<OperatorCase> arithmetic() {
    List<OperatorCase> all = new ArrayList<>();
    for (Binary op : List.of(Binary.ADD, Binary.SUB, Binary.MUL, Binary.MIN, Binary.MAX)) {
      all.add(check("equal", op, fed(2, 3, 4), fed(2, 3, 4)));
      all.add(check("broadcast", op, fed(2, 1, 4), fed(3, 1)));
      all.add(check("a channel", op, fed(2, 3, 4, 5), held(3, 1, 1)));
      all.add(check("of integers", op, fed(indices(90, 2, 3)), fed(indices(70, 3))));
    }
    all.add(check("", Binary.DIV, fed(2, 1, 4), fed(positive(3, 4))));
    all.add(
        check(
            "of integers",
            Binary.DIV,
            fed(Tensor.ofInts(-7, 7, -8, 9)),
            fed(Tensor.ofInts(2, 2, 3, -4))));
    all.add(check("of three", Binary.MAX, fed(2, 3), fed(3), fed(1)));
    all.add(check("", new Pow(), fed(positive(2, 3)), fed(3)));
    all.add(check("squared", new Pow(), fed(2, 3), scalar(2)));
    all.add(check("of integers", new Pow(), fed(indices(9, 5)), ints(3)));
    Tensor dividends = Tensor.ofInts(-7, 7, -8, 9, 6);
    Tensor divisors = Tensor.ofInts(3, -3, 5, 4, 6);
    all.add(check("of integers", new Mod(false), fed(dividends), fed(divisors)));
    all.add(check("of integers, C", new Mod(true), fed(dividends), fed(divisors)));
    all.add(check("of floats", new Mod(true), fed(6), fed(positive(6))));
    return all;
  }

  private static List<OperatorCase> logic() {
    List<OperatorCase> all = new ArrayList<>();
    for (Comparison op :
        List.of(
            Comparison.EQUAL,
            Comparison.LESS,
            Comparison.LESS_OR_EQUAL,
            Comparison.GREATER,
            Comparison.GREATER_OR_EQUAL)) {
      all.add(check("", op, fed(indices(3, 4, 5)), fed(indices(3, 5))));
      all.add(check("of floats", op, fed(4, 1), fed(5)));
    }
    for (Logical op : List.of(Logical.AND, Logical.OR, Logical.XOR)) {
      all.add(check("", op, fed(booleans(4, 5)), fed(booleans(5))));
    }
    all.add(check("", new Not(), fed(booleans(7))));
    all.add(check("", new Where(), fed(booleans(4, 1)), fed(4, 5), fed(5)));
    all.add(check("of integers", new Where(), fed(booleans(5)), fed(indices(9, 5)), ints(1)));
    return all;
  }

  private static List<OperatorCase> casts() {
    List<OperatorCase> all = new ArrayList<>();
    Tensor floats = Tensor.ofFloats(new long[] {6}, -2.7f, -0.5f, 0, 0.5f, 2.99f, 100.5f);
    for (ElementType type :
        List.of(ElementType.INT64, ElementType.INT32, ElementType.INT8, ElementType.BOOL)) {
      all.add(check("to " + type.text(), new Cast(type), fed(floats)));
    }
    for (ElementType type : List.of(ElementType.FLOAT, ElementType.INT8, ElementType.UINT8)) {
      all.add(
          check(
              "from int64 to " + type.text(), new Cast(type), fed(Tensor.ofInts(-1, 0, 300, 127))));
    }
    all.add(check("from bool", new Cast(ElementType.FLOAT), fed(booleans(7))));
    return all;
  }
}
