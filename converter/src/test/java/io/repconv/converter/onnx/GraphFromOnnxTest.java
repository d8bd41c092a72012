package io.repconv.converter.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphFromOnnxTest {
  @TempDir Path folder;

  private OnnxModel model(OnnxFile file) {
    return GraphFromOnnx.read(file.write(folder.resolve("m.onnx")));
  }

  private Graph read(OnnxFile file) {
    return model(file).graph();
  }

  private static OnnxFile image() {
    return OnnxFile.ofOpset(17).input("x", "batch", 3, "height", "?").output("y");
  }

  @Test
  void nodesAreSortedAndOtherwiseKeepTheirOrder() {
    Graph graph =
        read(image().node("Add", "a,b", "y").node("Abs", "x", "b").node("Relu", "x", "a"));

    assertThat(graph.nodes())
        .extracting(node -> node.op().name())
        .containsExactly("Abs", "Relu", "Add");
  }

  @Test
  void initializersListedAsInputsAreConstants() {
    Graph graph = read(image().input("w", 1).floats("w", List.of(1L), 2).node("Mul", "x,w", "y"));

    assertThat(graph.inputs()).extracting(Value::name).containsExactly("x");
    assertThat(graph.nodes().get(0).input(1).isConstant()).isTrue();
  }

  @Test
  void anInputAndAConstantMayBeOutputs() {
    Graph graph = read(OnnxFile.ofOpset(17).input("x", 2).ints("k", 7).output("x", "k"));

    assertThat(graph.outputs()).extracting(Value::name).containsExactly("x", "k");
    assertThat(graph.nodes()).isEmpty();
  }

  @Test
  void aTensorTwoNodesReadIsOneConstant() {
    Graph graph =
        read(image().floats("w", List.of(1L), 2).node("Mul", "x,w", "h").node("Mul", "h,w", "y"));

    assertThat(graph.nodes().get(0).input(1)).isSameAs(graph.nodes().get(1).input(1));
  }

  @Test
  void constantNodesOfEveryFormAreConstants() {
    Graph graph =
        read(
            OnnxFile.ofOpset(17)
                .input("x", 2)
                .node("Constant", "", "i", OnnxFile.attribute("value_int", 3))
                .node("Constant", "", "is", OnnxFile.integers("value_ints", 4, 5))
                .node("Constant", "", "f", OnnxFile.attribute("value_float", 0.5f))
                .node("Constant", "", "fs", OnnxFile.reals("value_floats", 1, 2))
                .node("Constant", "", "s", OnnxFile.attribute("value_string", "word"))
                .node(
                    "Constant",
                    "",
                    "t",
                    OnnxFile.tensor("value", OnnxFile.floatTensor("t", List.of(1L, 1L), 9)))
                .output("i", "is", "f", "fs", "s", "t"));

    assertThat(graph.outputs())
        .hasToString(
            "[%i: int64[], %is: int64[2], %f: float[], %fs: float[2], %s: other[], %t: float[1, 1]]");
    assertThat(graph.outputs().stream().limit(4).map(v -> constant(v).doubles()))
        .containsExactly(
            new double[] {3}, new double[] {4, 5}, new double[] {0.5}, new double[] {1, 2});
  }

  private static Tensor constant(Value value) {
    Tensor constant = value.constant();
    assertThat(constant).isNotNull();
    return constant;
  }

  static TensorProto typed(DataType type, int... bits) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName("w").setDataType(type.getNumber()).addDims(bits.length);
    for (int value : bits) {
      tensor.addInt32Data(value);
    }
    return tensor.build();
  }

  @ParameterizedTest
  @CsvSource({
    "INT8, -3, -3",
    "UINT8, 200, 200",
    "INT16, -300, -300",
    "UINT16, 40000, 40000",
    "INT32, -70000, -70000",
    "BOOL, 1, 1",
    "FLOAT16, 15360, 1",
    "BFLOAT16, 16256, 1"
  })
  void integersInInt32DataAreDecoded(DataType type, int bits, double value) {
    Graph graph =
        read(OnnxFile.ofOpset(17).initializer(typed(type, bits)).output("w").input("x", 1));

    assertThat(constant(graph.outputs().get(0)).doubles()).containsExactly(value);
  }

  @Test
  void dimensionsKeepTheirTexts() {
    OnnxModel model =
        model(
            OnnxFile.ofOpset(17)
                .input("x", "batch size", "H", "?", 4)
                .input("y", "batch size", "2*H", "W//2", 4)
                .node("Relu", "x", "z")
                .output("z"));

    assertThat(model.graph().inputs())
        .hasToString("[%x: float[batch_size, H, x_2, 4], %y: float[batch_size, 2*H, W__2, 4]]");
    Path copy = folder.resolve("copy.onnx");
    OnnxFromGraph.write(model.graph(), OnnxOptions.like(model.header()), copy);
    assertThat(ModelFile.parse(copy).getGraph().getInputList())
        .containsExactly(
            OnnxFile.info("x", DataType.FLOAT, "batch size", "H", "?", 4),
            OnnxFile.info("y", DataType.FLOAT, "batch size", "2*H", "W//2", 4));
    assertThat(ModelFile.parse(copy).getGraph().getOutput(0))
        .isEqualTo(OnnxFile.info("z", DataType.FLOAT, "batch size", "H", "?", 4));
  }

  @Test
  void shapesOfTheCallerReplaceTheDeclaredOnes() {
    Path file = image().node("Relu", "x", "y").write(folder.resolve("m.onnx"));

    Graph named = GraphFromOnnx.read(file, Map.of("x", Shape.parse("[2, 3, H, 8]"))).graph();
    Graph only = GraphFromOnnx.read(file, Map.of("", Shape.parse("[2, 3, H, 8]"))).graph();

    assertThat(named.outputs()).hasToString("[%y: float[2, 3, H, 8]]");
    assertThat(only.outputs()).hasToString("[%y: float[2, 3, H, 8]]");
  }

  @Test
  void declaredSizesOfCarriedNodesAreForgottenWhenTheInputsChange() {
    Path file =
        OnnxFile.ofOpset(17)
            .input("x", 2, 3)
            .node("Hardmax", "x", "h")
            .node("Relu", "h", "y")
            .valueInfo("h", DataType.FLOAT, 2, 3)
            .output("y")
            .write(folder.resolve("m.onnx"));

    assertThat(GraphFromOnnx.read(file).graph().outputs()).hasToString("[%y: float[2, 3]]");
    assertThat(GraphFromOnnx.read(file, Map.of("x", Shape.of(5, 3))).graph().outputs())
        .hasToString("[%y: float?]");
  }

  @ParameterizedTest
  @CsvSource({
    "/stage1/stage1.0/dense/Conv, stage1.0.dense",
    "/stage1/stage1.0/stage1.0.3/Conv, stage1.0.3",
    "/Gather_2, Gather_2",
    "conv1/BiasAdd, conv1/BiasAdd",
    "node_Conv_12, block.dense",
    "'', block.dense"
  })
  void originsReadAsModulePaths(String name, String origin) {
    NodeProto node =
        OnnxFile.nodeOf("Mul", "x,block.dense.weight", "y").toBuilder().setName(name).build();

    Graph graph = read(image().floats("block.dense.weight", List.of(1L), 2).node(node));

    assertThat(graph.nodes().get(0).origin().scope()).isEqualTo(origin);
    assertThat(graph.nodes()).extracting(Node::name).containsExactly(name);
  }

  @Test
  void scopesOfTheDynamoExporterAreOrigins() {
    NodeProto node =
        OnnxFile.nodeOf("Relu", "x", "y").toBuilder()
            .setName("node_relu")
            .addMetadataProps(
                StringStringEntryProto.newBuilder()
                    .setKey("pkg.torch.onnx.name_scopes")
                    .setValue("['', 'stage', 'stage.act', 'relu']"))
            .build();

    assertThat(read(image().node(node)).nodes().get(0).origin().scope()).isEqualTo("stage.act");
  }

  @Test
  void theHeaderIsReadAndWrittenBack() {
    OnnxFile file = image().opset("ai.onnx.ml", 3).node("Relu", "x", "y");
    file.model()
        .setProducerName("pytorch")
        .setProducerVersion("2.1")
        .addMetadataProps(StringStringEntryProto.newBuilder().setKey("author").setValue("a"));
    OnnxModel model = model(file);
    Path copy = folder.resolve("copy.onnx");

    OnnxFromGraph.write(
        model.graph(),
        OnnxOptions.like(model.header())
            .withProducerVersion("1.2.3")
            .withMetadata("repconv.folds", "none"),
        copy);

    assertThat(model.header().producer()).isEqualTo("pytorch 2.1");
    assertThat(model.header().otherOpsets()).containsEntry("ai.onnx.ml", 3);
    var written = ModelFile.parse(copy);
    assertThat(written.getProducerName() + written.getProducerVersion()).isEqualTo("repconv1.2.3");
    assertThat(written.getMetadataPropsList())
        .extracting(entry -> entry.getKey() + "=" + entry.getValue())
        .containsExactly("author=a", "repconv.folds=none");
  }

  @ParameterizedTest
  @CsvSource({"13, 7", "14, 7", "15, 8", "17, 8", "18, 8", "19, 9", "20, 9", "21, 10", "23, 11"})
  void theIrVersionIsTheLowestTheOpsetAllows(int opset, int ir) {
    Path copy = folder.resolve("copy.onnx");

    OnnxFromGraph.write(
        read(image().node("Relu", "x", "y")), OnnxOptions.DEFAULT.withOpset(opset), copy);

    assertThat(ModelFile.parse(copy).getIrVersion()).isEqualTo(ir);
  }

  @Test
  void oldOpsetsAreRaisedToThirteen() {
    OnnxModel old = model(OnnxFile.ofOpset(9).input("x", 1).node("Relu", "x", "y").output("y"));
    OnnxModel young = model(OnnxFile.ofOpset(22).input("x", 1).node("Relu", "x", "y").output("y"));

    assertThat(OnnxOptions.like(old.header()).opset()).isEqualTo(13);
    assertThat(OnnxOptions.like(young.header()).opset()).isEqualTo(22);
  }

  @Test
  void attributesOfFilesWithoutTypesAreRead() {
    AttributeProto untyped =
        OnnxFile.integers("perm", 0, 2, 3, 1).toBuilder().setType(AttributeType.UNDEFINED).build();

    Graph graph = read(image().ir(3).node("Transpose", "x", "y", untyped));

    assertThat(graph.outputs()).hasToString("[%y: float[batch, height, x_3, 3]]");
  }
}
