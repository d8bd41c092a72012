package io.repconv.converter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl;
import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Origin;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Unary;
import io.repconv.graph.op.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a graph computes does not depend on the opset it is written for. */
class LoweringTest {
  private static final int NEWEST = 21;
  private static final Origin BLOCK = Origin.of("block");

  @TempDir Path folder;

  /** One node that reads x and constants; an absent one is null. */
  private static Graph node(String shape, String op, Attributes attributes, Tensor... constants) {
    GraphBuilder builder = new GraphBuilder("g");
    List<Value> inputs = new ArrayList<>();
    inputs.add(builder.input("x", ElementType.FLOAT, Shape.parse(shape)));
    for (Tensor constant : constants) {
      inputs.add(constant.isAbsent() ? Value.ABSENT : builder.constant("c", constant));
    }
    List<String> names = new ArrayList<>(List.of("y"));
    var modelled = Vocabulary.operator(op, attributes).orElseThrow();
    for (int i = modelled.infer(inputs).size(); i > 1; i--) {
      names.add("y" + i);
    }
    builder.addAll(modelled, inputs, BLOCK, "block/" + op, names).forEach(builder::output);
    return builder.build();
  }

  private static Tensor ints(long... values) {
    return Tensor.ofInts(values);
  }

  private static Tensor floats(float... values) {
    return Tensor.ofFloats(new long[] {values.length}, values);
  }

  private static Attributes with(String name, String value) {
    return Attributes.NONE.with(name, value);
  }

  static Stream<Arguments> graphs() {
    Attributes none = Attributes.NONE;
    String image = "[2, 4, 5, 6]";
    return Stream.of(
        Arguments.of("Gelu", node(image, "Gelu", none)),
        Arguments.of("Gelu by tanh", node(image, "Gelu", with("approximate", "tanh"))),
        Arguments.of("HardSwish", node(image, "HardSwish", none)),
        Arguments.of("Mish", node(image, "Mish", none)),
        Arguments.of(
            "LayerNormalization",
            node(
                image,
                "LayerNormalization",
                none.with("axis", -1L).with("epsilon", 1e-3),
                floats(1, 2, 3, 4, 5, 6),
                floats(6, 5, 4, 3, 2, 1))),
        Arguments.of(
            "LayerNormalization from axis 3 without bias",
            node(image, "LayerNormalization", none.with("axis", 3L), floats(1, 2, 3, 4, 5, 6))),
        Arguments.of(
            "GroupNormalization",
            node(
                "[N, 4, H, W]",
                "GroupNormalization",
                none.with("num_groups", 2L),
                floats(1, 2, 3, 4),
                floats(4, 3, 2, 1))),
        Arguments.of("Shape from 1", node(image, "Shape", none.with("start", 1L))),
        Arguments.of(
            "Shape between", node(image, "Shape", none.with("start", -3L).with("end", -1L))),
        Arguments.of("ReduceMean", node(image, "ReduceMean", none, ints(2, 3))),
        Arguments.of("ReduceMax of all", node(image, "ReduceMax", none.with("keepdims", false))),
        Arguments.of("ReduceSum", node(image, "ReduceSum", none, ints(-1))),
        Arguments.of(
            "Split in three, unevenly",
            node("[2, 8]", "Split", none.with("axis", 1L).with("num_outputs", 3L))),
        Arguments.of(
            "Split in two of an open size",
            node("[N, 8]", "Split", none.with("axis", 1L).with("num_outputs", 2L))),
        Arguments.of(
            "Pad of some axes",
            node(image, "Pad", none, ints(1, 0, 0, 2), Tensor.absent(), ints(-1, 1))),
        Arguments.of(
            "Resize of some axes by scales",
            node(
                image,
                "Resize",
                with("mode", "linear").with("axes", List.of(2L, 3L)),
                Tensor.absent(),
                floats(2, 1.5f))),
        Arguments.of(
            "Resize of some axes to sizes",
            node(
                image,
                "Resize",
                with("mode", "nearest").with("axes", List.of(3L, 2L)),
                Tensor.absent(),
                Tensor.absent(),
                ints(9, 8))),
        Arguments.of("Reshape", node(image, "Reshape", none, ints(0, -1, 3))),
        Arguments.of(
            "AveragePool", node(image, "AveragePool", none.with("kernel_shape", List.of(2L, 2L)))),
        Arguments.of("Cast", node(image, "Cast", none.with("to", 7L))),
        Arguments.of("BatchNormalization", batchNormalization()));
  }

  private static Graph batchNormalization() {
    Tensor four = floats(1, 2, 3, 4);
    return node("[2, 4, 5, 6]", "BatchNormalization", Attributes.NONE, four, four, four, four);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void computesTheSameInEveryOpset(String name, Graph graph) {
    Path newest = folder.resolve("newest.onnx");
    OnnxFromGraph.write(graph, OnnxOptions.DEFAULT.withOpset(NEWEST), newest);
    Map<String, double[]> expected = OrtRun.outputs(newest, 3);
    for (int opset : List.of(13, 15, 17, 19, 20)) {
      Path file = folder.resolve("opset" + opset + ".onnx");

      OnnxFromGraph.write(graph, OnnxOptions.DEFAULT.withOpset(opset), file);

      Map<String, double[]> actual = OrtRun.outputs(file, 3);
      assertThat(actual).containsOnlyKeys(expected.keySet());
      expected.forEach(
          (key, values) -> assertThat(actual.get(key)).containsExactly(values, within(2e-6)));
      assertThat(GraphFromOnnx.read(file).graph().outputs())
          .extracting(Value::name)
          .containsExactlyElementsOf(graph.outputs().stream().map(Value::name).toList());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Gelu, none, Gelu",
    "Gelu, tanh, FastGelu",
    "LayerNormalization, , LayerNormalization"
  })
  void onnxRuntimeMakesOneNodeOfTheParts(String op, @Nullable String approximate, String fused)
      throws IOException {
    GraphBuilder builder = new GraphBuilder("g");
    Value x = builder.input("x", ElementType.FLOAT, Shape.parse("[2, 3, 4]"));
    Value scale = builder.constant("scale", floats(1, 2, 3, 4));
    List<Value> inputs = approximate == null ? List.of(x, scale, scale) : List.of(x);
    Attributes attributes =
        approximate == null ? Attributes.NONE : with("approximate", approximate);
    Value y = builder.add(Vocabulary.operator(op, attributes).orElseThrow(), inputs, BLOCK, "y");
    builder.output(builder.add(Unary.NEG, List.of(y), BLOCK, "z"));
    Path file = folder.resolve("m.onnx");

    OnnxFromGraph.write(builder.build(), OnnxOptions.DEFAULT.withOpset(13), file);

    var optimized = OnnxMl.ModelProto.parseFrom(OrtRun.optimized(file));
    assertThat(optimized.getGraph().getNodeList())
        .extracting(OnnxMl.NodeProto::getOpType)
        .containsExactly(fused, "Neg");
  }

  static Stream<Arguments> refusals() {
    Attributes none = Attributes.NONE;
    return Stream.of(
        Arguments.of(
            node("[2, 3]", "Pad", with("mode", "wrap"), ints(0, 1, 0, 1)), 18, "mode 'wrap'", 19),
        Arguments.of(
            node(
                "[2, 4, 5, 6]",
                "AveragePool",
                none.with("kernel_shape", List.of(2L, 2L)).with("dilations", List.of(2L, 1L))),
            17,
            "dilations [2, 1]",
            19),
        Arguments.of(
            node("[0, 3]", "Reshape", none.with("allowzero", true), ints(3, 0)),
            13,
            "allowzero",
            14),
        Arguments.of(
            node(
                "[4, 5]",
                "Resize",
                with("coordinate_transformation_mode", "half_pixel_symmetric"),
                Tensor.absent(),
                floats(2, 2)),
            18,
            "half_pixel_symmetric",
            19),
        Arguments.of(
            node("[N, H]", "Split", none.with("axis", 1L).with("num_outputs", 2L)),
            17,
            "parts that may be uneven",
            18),
        Arguments.of(
            node("[2, 3]", "ReduceMean", none.with("noop_with_empty_axes", true)),
            17,
            "noop_with_empty_axes",
            18),
        Arguments.of(
            node(
                "[N, H]",
                "Resize",
                none.with("axes", List.of(1L)),
                Tensor.absent(),
                Tensor.absent(),
                ints(9)),
            17,
            "sizes of some axes while others are not known",
            18));
  }

  @ParameterizedTest(name = "{2} in opset {1}")
  @MethodSource("refusals")
  void refusesWhatAnOlderOpsetCannotSay(Graph graph, int opset, String what, int first) {
    Path file = folder.resolve("refused.onnx");

    assertThatThrownBy(() -> OnnxFromGraph.write(graph, OnnxOptions.DEFAULT.withOpset(opset), file))
        .isInstanceOfSatisfying(
            RepconvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OPSET_TOO_LOW))
        .hasMessageContaining("block")
        .hasMessageContaining("it has " + what + ", which opsets before " + first)
        .hasMessageContaining("--opset " + first);
    assertThat(file).doesNotExist();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesAnOperatorThatTheOpsetDoesNotHave() {
    Graph graph = node("[3, 3]", "Trilu", Attributes.NONE);

    assertThatThrownBy(
            () ->
                OnnxFromGraph.write(
                    graph, OnnxOptions.DEFAULT.withOpset(13), folder.resolve("m.onnx")))
        .hasMessageContaining("block (Trilu): opset 13 has no operator Trilu, expected opset 14");
  }

  @Test
  void refusesAnOpsetThatIsNotWritten() {
    Graph graph = node("[3, 3]", "Relu", Attributes.NONE);

    assertThatThrownBy(
            () ->
                OnnxFromGraph.write(
                    graph, OnnxOptions.DEFAULT.withOpset(12), folder.resolve("m.onnx")))
        .hasMessageContaining("opset 12 is asked for, expected opset 13 to 23");
  }

  @Test
  void aDecomposedNodeKeepsItsName() {
    Path file = folder.resolve("m.onnx");

    OnnxFromGraph.write(node("[2, 3]", "Mish", Attributes.NONE), OnnxOptions.DEFAULT, file);

    var nodes = GraphFromOnnx.read(file).graph().nodes();
    assertThat(nodes.get(nodes.size() - 1).name()).isEqualTo("block/Mish");
    assertThat(nodes)
        .extracting(node -> node.op().name())
        .containsExactly("Softplus", "Tanh", "Mul");
  }
}
