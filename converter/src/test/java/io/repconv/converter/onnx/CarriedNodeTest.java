package io.repconv.converter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Opaque;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Value;
import io.repconv.graph.pass.Simplify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not modelled passes through: the same nodes, attributes, names and numbers. */
class CarriedNodeTest {
  @TempDir Path folder;

  private Path copy(OnnxFile file) {
    OnnxModel model = GraphFromOnnx.read(file.write(folder.resolve("m.onnx")));
    Path copy = folder.resolve("copy.onnx");
    OnnxFromGraph.write(Simplify.apply(model.graph()), OnnxOptions.like(model.header()), copy);
    return copy;
  }

  private void assertSameNumbers(OnnxFile file) {
    Path copy = copy(file);
    var expected = OrtRun.outputs(folder.resolve("m.onnx"), 9);
    var actual = OrtRun.outputs(copy, 9);
    assertThat(actual).containsOnlyKeys(expected.keySet());
    expected.forEach((name, values) -> assertThat(actual.get(name)).containsExactly(values));
  }

  private static ModelProto parse(Path file) throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(file));
  }

  @Test
  void quantisedGraphsAreLeftIntact() throws IOException {
    OnnxFile file =
        OnnxFile.ofOpset(13)
            .input("x", 1, 2, 4, 4)
            .floats("s", List.of(), 0.05f)
            .initializer(
                TensorProto.newBuilder()
                    .setName("z")
                    .setDataType(DataType.UINT8.getNumber())
                    .addInt32Data(128)
                    .build())
            .floats("w", List.of(1L, 2L, 1L, 1L), 1, 2)
            .node("QuantizeLinear", "x,s,z", "q")
            .node("DequantizeLinear", "q,s,z", "d")
            .node("Conv", "d,w", "y")
            .output("y");

    assertSameNumbers(file);
    assertThat(parse(folder.resolve("copy.onnx")).getGraph().getNodeList())
        .extracting(node -> node.getOpType())
        .containsExactly("QuantizeLinear", "DequantizeLinear", "Conv");
    Graph graph = GraphFromOnnx.read(folder.resolve("m.onnx")).graph();
    assertThat(graph.outputs()).hasToString("[%y: float[1, 1, 4, 4]]");
  }

  private static OnnxFile conditional(AttributeProto... branches) {
    return OnnxFile.ofOpset(13)
        .input("x", 2, 3)
        .input("c", DataType.BOOL)
        .floats("two", List.of(1L), 2)
        .node("Relu", "x", "r")
        .node("If", "c", "y", branches)
        .output("y", DataType.FLOAT, 2, 3);
  }

  private static AttributeProto[] branches() {
    GraphProto.Builder then =
        GraphProto.newBuilder()
            .addNode(OnnxFile.nodeOf("Mul", "r,two", "t"))
            .addOutput(OnnxFile.info("t", DataType.FLOAT, 2, 3));
    GraphProto.Builder otherwise =
        GraphProto.newBuilder()
            .addInitializer(OnnxFile.floatTensor("three", List.of(1L), 3))
            .addNode(OnnxFile.nodeOf("Mul", "x,three", "e"))
            .addOutput(OnnxFile.info("e", DataType.FLOAT, 2, 3));
    return new AttributeProto[] {
      OnnxFile.graph("then_branch", then), OnnxFile.graph("else_branch", otherwise)
    };
  }

  @Test
  void bodiesKeepTheOuterValuesTheyRead() {
    assertSameNumbers(conditional(branches()));

    Node node = GraphFromOnnx.read(folder.resolve("m.onnx")).graph().nodes().get(1);
    assertThat(((Opaque) node.op()).captures()).isEqualTo(3);
    assertThat(node.inputs()).extracting(Value::name).containsExactly("c", "r", "two", "x");
  }

  @Test
  void aCapturedValueThatAnotherOneReplacesIsRenamedInTheBody() {
    OnnxFile file = conditional(branches());
    // The captured value becomes x itself when the Identity goes.
    file.graph()
        .setNode(0, OnnxFile.nodeOf("Identity", "x", "r"))
        .addNode(OnnxFile.nodeOf("Abs", "r", "z"));

    assertSameNumbers(file.output("z"));
  }

  @Test
  void anUpgradedOuterNodeDoesNotTakeANameOfABody() {
    // The upgrade of Clip wants to call its bound 'k_min', which a branch defines.
    GraphProto.Builder then =
        GraphProto.newBuilder()
            .addNode(OnnxFile.nodeOf("Neg", "k", "k_min"))
            .addOutput(OnnxFile.info("k_min", DataType.FLOAT, 2));
    GraphProto.Builder otherwise =
        GraphProto.newBuilder()
            .addNode(OnnxFile.nodeOf("Abs", "k", "e"))
            .addOutput(OnnxFile.info("e", DataType.FLOAT, 2));
    OnnxFile file =
        OnnxFile.ofOpset(9)
            .input("x", 2)
            .input("c", DataType.BOOL)
            .node("Clip", "x", "k", OnnxFile.attribute("min", 0f))
            .node(
                "If",
                "c",
                "y",
                OnnxFile.graph("then_branch", then),
                OnnxFile.graph("else_branch", otherwise))
            .output("y", DataType.FLOAT, 2);

    assertSameNumbers(file);
  }

  @Test
  void loopsAndSequencesPassThrough() {
    GraphProto.Builder loop =
        GraphProto.newBuilder()
            .addInput(OnnxFile.info("i", DataType.INT64))
            .addInput(OnnxFile.info("go", DataType.BOOL))
            .addInput(OnnxFile.info("state", DataType.FLOAT, 2))
            .addNode(OnnxFile.nodeOf("Identity", "go", "on"))
            .addNode(OnnxFile.nodeOf("Add", "state,x", "next"))
            .addOutput(OnnxFile.info("on", DataType.BOOL))
            .addOutput(OnnxFile.info("next", DataType.FLOAT, 2));
    OnnxFile file =
        OnnxFile.ofOpset(13)
            .input("x", 2)
            .ints("three", 3)
            .node("Loop", "three,,x", "l", OnnxFile.graph("body", loop))
            .node("SequenceConstruct", "l,x", "s")
            .node("ConcatFromSequence", "s", "y", OnnxFile.attribute("axis", 0))
            .output("y", DataType.FLOAT, 4);

    assertSameNumbers(file);
  }

  @Test
  void sequencesAsOutputsKeepTheirType() throws IOException {
    OnnxFile file = OnnxFile.ofOpset(13).input("x", 2).node("SequenceConstruct", "x,x", "s");
    var output = OnnxFile.info("s", DataType.FLOAT).toBuilder();
    output
        .getTypeBuilder()
        .getSequenceTypeBuilder()
        .getElemTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(DataType.FLOAT.getNumber());
    file.graph().addOutput(output);

    ModelProto copy = parse(copy(file));

    assertThat(copy.getGraph().getOutput(0)).isEqualTo(output.build());
  }

  @Test
  void stringsPassThrough() throws IOException {
    TensorProto words =
        TensorProto.newBuilder()
            .setName("words")
            .setDataType(DataType.STRING.getNumber())
            .addDims(2)
            .addStringData(ByteString.copyFromUtf8("a"))
            .addStringData(ByteString.copyFromUtf8("b"))
            .build();
    OnnxFile file =
        OnnxFile.ofOpset(13)
            .input("i", DataType.INT64, 3)
            .initializer(words)
            .node("Gather", "words,i", "y")
            .output("y", DataType.STRING, 3);

    GraphProto copy = parse(copy(file)).getGraph();

    assertThat(copy.getInitializer(0)).isEqualTo(words);
    assertThat(copy.getOutput(0)).isEqualTo(OnnxFile.info("y", DataType.STRING, 3));
  }

  @Test
  void otherDomainsKeepTheirVersionAndAttributes() throws IOException {
    AttributeProto[] attributes = {
      OnnxFile.attribute("gain", 2f),
      OnnxFile.attribute("mode", "odd"),
      AttributeProto.newBuilder()
          .setName("tags")
          .setType(AttributeType.STRINGS)
          .addStrings(ByteString.copyFromUtf8("t"))
          .build(),
      OnnxFile.tensor("values", OnnxFile.intTensor("inner", 4, 5)),
    };
    OnnxFile file =
        OnnxFile.ofOpset(17)
            .opset("com.example", 3)
            .opset("com.unused", 2)
            .input("x", 1, 3)
            .node("com.example::Thing", "x,,x", "y,,z", attributes)
            .node("Relu", "z", "r")
            .output("y", DataType.FLOAT, 1, 3)
            .output("r", DataType.FLOAT, 1, 3);

    ModelProto copy = parse(copy(file));

    var node = copy.getGraph().getNode(0);
    assertThat(node.getDomain()).isEqualTo("com.example");
    assertThat(node.getInputList()).containsExactly("x", "", "x");
    assertThat(node.getOutputList()).containsExactly("y", "", "z");
    assertThat(node.getAttributeList())
        .extracting(AttributeProto::getName)
        .containsExactly("gain", "mode", "tags", "values");
    assertThat(copy.getOpsetImportList())
        .extracting(imported -> imported.getDomain() + imported.getVersion())
        .containsExactly("17", "com.example3");
  }

  @Test
  void sparseInitializersBecomeSparseConstants() throws IOException {
    SparseTensorProto sparse =
        SparseTensorProto.newBuilder()
            .setValues(OnnxFile.floatTensor("w", List.of(1L), 5))
            .setIndices(OnnxFile.intTensor("", 2))
            .addDims(4)
            .build();
    OnnxFile file = OnnxFile.ofOpset(13).input("x", 4).node("Add", "x,w", "y").output("y");
    file.graph().addSparseInitializer(sparse);

    GraphProto copy = parse(copy(file)).getGraph();

    assertThat(copy.getNode(0).getOpType()).isEqualTo("Constant");
    assertThat(copy.getNode(0).getOutput(0)).isEqualTo("w");
    assertThat(copy.getNode(0).getAttribute(0).getSparseTensor()).isEqualTo(sparse);
  }

  @Test
  void refusesAnOpsetInWhichACarriedNodeMeansSomethingElse() {
    OnnxModel model =
        GraphFromOnnx.read(
            OnnxFile.ofOpset(11)
                .input("x", 2, 3)
                .node("Hardmax", "x", "y")
                .output("y", DataType.FLOAT, 2, 3)
                .write(folder.resolve("m.onnx")));

    assertThatThrownBy(
            () ->
                OnnxFromGraph.write(
                    model.graph(), OnnxOptions.like(model.header()), folder.resolve("copy.onnx")))
        .isInstanceOfSatisfying(
            RepconvException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_OPSET))
        .hasMessageContaining("n_y (Hardmax)")
        .hasMessageContaining(
            "Hardmax of opset 11 is carried unchanged and means something else in opset 13");
  }

  @Test
  void namesTheOpsetsThatACarriedNodeAllows() {
    OnnxModel model =
        GraphFromOnnx.read(
            OnnxFile.ofOpset(16)
                .input("x", 1, 1, 4, 4)
                .node("LpPool", "x", "y", OnnxFile.integers("kernel_shape", 2, 2))
                .output("y", DataType.FLOAT, 1, 1, 3, 3)
                .write(folder.resolve("m.onnx")));
    Path copy = folder.resolve("copy.onnx");

    OnnxFromGraph.write(model.graph(), OnnxOptions.like(model.header()).withOpset(19), copy);
    assertThat(copy).exists();

    OnnxModel newer = GraphFromOnnx.read(copy);
    assertThatThrownBy(
            () ->
                OnnxFromGraph.write(
                    newer.graph(), OnnxOptions.like(newer.header()).withOpset(17), copy))
        .hasMessageContaining("expected one of the opsets [18, 19, 20, 21, 22, 23]");
  }

  @Test
  void nodesInBodiesPinTheOpsetToo() {
    GraphProto.Builder then =
        GraphProto.newBuilder()
            .addNode(OnnxFile.nodeOf("ReduceMean", "x", "t", OnnxFile.integers("axes", 1)))
            .addOutput(OnnxFile.info("t", DataType.FLOAT, 2, 1));
    GraphProto.Builder otherwise =
        GraphProto.newBuilder()
            .addNode(OnnxFile.nodeOf("ReduceMax", "x", "e", OnnxFile.integers("axes", 1)))
            .addOutput(OnnxFile.info("e", DataType.FLOAT, 2, 1));
    OnnxModel model =
        GraphFromOnnx.read(
            conditional(
                    OnnxFile.graph("then_branch", then), OnnxFile.graph("else_branch", otherwise))
                .write(folder.resolve("m.onnx")));

    assertThatThrownBy(
            () ->
                OnnxFromGraph.write(
                    model.graph(),
                    OnnxOptions.like(model.header()).withOpset(18),
                    folder.resolve("copy.onnx")))
        .hasMessageContaining("n_y (If), node 'n_e' (ReduceMax)")
        .hasMessageContaining("expected one of the opsets [13, 14, 15, 16, 17]");
  }

  @Test
  void anUnknownOperatorInABodyIsRefused() {
    GraphProto.Builder then =
        GraphProto.newBuilder()
            .addNode(OnnxFile.nodeOf("Frobnicate", "x", "t"))
            .addOutput(OnnxFile.info("t", DataType.FLOAT, 2, 3));
    Path file = conditional(OnnxFile.graph("then_branch", then)).write(folder.resolve("m.onnx"));

    assertThatThrownBy(() -> GraphFromOnnx.read(file))
        .hasMessageContaining("operator 'Frobnicate'")
        .hasMessageContaining("node 'n_t'");
  }
}
