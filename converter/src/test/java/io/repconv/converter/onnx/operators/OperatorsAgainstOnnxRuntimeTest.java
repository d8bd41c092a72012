package io.repconv.converter.onnx.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.repconv.converter.onnx.OnnxFromGraph;
import io.repconv.converter.onnx.OnnxOptions;
import io.repconv.graph.Dim;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Origin;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.Interpreter;
import io.repconv.runtime.ort.OrtModel;
import io.repconv.runtime.ort.OrtOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator computes what ONNX Runtime computes, and has the shape that it infers. */
class OperatorsAgainstOnnxRuntimeTest {
  private static final double RELATIVE = 1e-5;
  private static final double ABSOLUTE = 2e-6;

  static Stream<OperatorCase> cases() {
    return Stream.of(WindowCases.all(), ElementCases.all(), LayoutCases.all(), LinearCases.all())
        .flatMap(stream -> stream);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void computesTheSame(OperatorCase operator) throws IOException {
    Graph graph = graph(operator, false);
    Map<String, Tensor> inputs = inputs(operator);
    Map<String, Tensor> expected = Interpreter.run(graph, inputs);
    assertThat(run(graph, inputs, 21)).isTrue();
    for (int opset : new int[] {17, 13}) {
      run(graph, inputs, opset);
    }
    for (Value output : graph.outputs()) {
      if (output.shape().isStatic()) {
        assertThat(expected.get(output.name()).shape()).isEqualTo(output.shape());
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void infersTheShapeThatItHas(OperatorCase operator) {
    Graph graph = graph(operator, true);
    Map<String, Tensor> outputs = Interpreter.run(graph, inputs(operator));
    Map<String, Long> sizes = new TreeMap<>();
    for (long size = 0; size <= 50; size++) {
      sizes.put("S" + size, size);
    }
    for (Value output : graph.outputs()) {
      Tensor actual = outputs.get(output.name());
      assertThat(output.element()).isEqualTo(actual.type());
      if (output.shape().isRanked()) {
        assertThat(actual.rank()).isEqualTo(output.shape().rank());
        for (int axis = 0; axis < actual.rank(); axis++) {
          requireEqual(output.shape().dim(axis), sizes, actual.dim(axis));
        }
      }
      if (output.integers() != null) {
        for (int i = 0; i < actual.size(); i++) {
          requireEqual(output.integers().get(i), sizes, actual.longs()[i]);
        }
      }
    }
  }

  private static void requireEqual(Dim expression, Map<String, Long> sizes, long actual) {
    if (sizes.keySet().containsAll(expression.symbols())) {
      assertThat(expression.evaluate(sizes)).as(expression.toString()).isEqualTo(actual);
    }
  }

  private static String name(int input) {
    return "input" + input;
  }

  private static Map<String, Tensor> inputs(OperatorCase operator) {
    Map<String, Tensor> inputs = new TreeMap<>();
    for (int i = 0; i < operator.inputs().size(); i++) {
      if (!operator.inputs().get(i).constant()) {
        inputs.put(name(i), operator.inputs().get(i).tensor());
      }
    }
    return inputs;
  }

  /** A graph of the one operator; where sizes are symbols, equal sizes are the same symbol. */
  private static Graph graph(OperatorCase operator, boolean symbolic) {
    GraphBuilder builder = new GraphBuilder("operator");
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < operator.inputs().size(); i++) {
      Tensor tensor = operator.inputs().get(i).tensor();
      if (tensor.isAbsent()) {
        inputs.add(Value.ABSENT);
      } else if (operator.inputs().get(i).constant()) {
        inputs.add(builder.constant(name(i), tensor));
      } else {
        Shape shape = symbolic ? symbols(tensor) : tensor.shape();
        inputs.add(builder.input(name(i), tensor.type(), shape));
      }
    }
    int outputs = operator.op().infer(inputs).size();
    List<String> names = Collections.nCopies(outputs, "output");
    builder.addAll(operator.op(), inputs, Origin.UNKNOWN, "", names).forEach(builder::output);
    return builder.build();
  }

  private static Shape symbols(Tensor tensor) {
    return Shape.of(
        Arrays.stream(tensor.dims())
            .mapToObj(size -> size == 1 ? Dim.of(1) : Dim.symbol("S" + size))
            .toList());
  }

  /** Whether the opset has the operator; where it has, the results are compared. */
  private static boolean run(Graph graph, Map<String, Tensor> inputs, int opset)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      OnnxFromGraph.write(graph, OnnxOptions.DEFAULT.withOpset(opset), bytes);
    } catch (RepconvException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.OPSET_TOO_LOW);
      return false;
    }
    Map<String, Tensor> expected = Interpreter.run(graph, inputs);
    try (OrtModel model = OrtModel.open("operator", bytes.toByteArray(), OrtOptions.PLAIN)) {
      Map<String, Tensor> actual = model.run(inputs);
      assertThat(actual.keySet()).isEqualTo(expected.keySet());
      expected.forEach((name, tensor) -> requireClose(opset, tensor, actual.get(name)));
    }
    return true;
  }

  private static void requireClose(int opset, Tensor expected, Tensor actual) {
    assertThat(actual.shape()).as("opset " + opset).isEqualTo(expected.shape());
    double[] a = actual.doubles();
    double[] e = expected.doubles();
    double largest = Arrays.stream(e).map(Math::abs).max().orElse(0);
    double tolerance = expected.type().isFloating() ? RELATIVE * largest + ABSOLUTE : 0;
    for (int i = 0; i < e.length; i++) {
      assertThat(a[i]).as("element %d, opset %d", i, opset).isCloseTo(e[i], offset(tolerance));
    }
  }
}
