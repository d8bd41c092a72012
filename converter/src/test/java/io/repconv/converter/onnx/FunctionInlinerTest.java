package io.repconv.converter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.RepconvException;
import io.repconv.graph.op.LeakyRelu;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionInlinerTest {
  @TempDir Path folder;

  private static FunctionProto.Builder function(String name, List<String> in, List<String> out) {
    return FunctionProto.newBuilder()
        .setDomain("local")
        .setName(name)
        .addAllInput(in)
        .addAllOutput(out)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17));
  }

  private static OnnxFile file() {
    return OnnxFile.ofOpset(17).opset("local", 1).input("x", 2, 3).output("y");
  }

  private Graph read(OnnxFile file) {
    return GraphFromOnnx.read(file.write(folder.resolve("m.onnx"))).graph();
  }

  @Test
  void callsAreReplacedByTheFunctionsNodes() {
    FunctionProto.Builder twice =
        function("Twice", List.of("a"), List.of("b"))
            .addNode(OnnxFile.nodeOf("Add", "a,a", "sum"))
            .addNode(OnnxFile.nodeOf("Relu", "sum", "b"));

    Graph graph =
        read(file().function(twice).node("local::Twice", "x", "h").node("local::Twice", "h", "y"));

    assertThat(graph.nodes())
        .extracting(node -> node.op().name())
        .containsExactly("Add", "Relu", "Add", "Relu");
    assertThat(graph.nodes())
        .extracting(node -> node.output().name())
        .containsExactly("n_h/sum", "h", "n_y/sum", "y");
    assertThat(graph.nodes())
        .extracting(Node::name)
        .containsExactly("n_h/n_sum", "n_h/n_b", "n_y/n_sum", "n_y/n_b");
  }

  @Test
  void attributesAreBoundToThoseOfTheCallOrLeftToTheirDefault() {
    FunctionProto.Builder leaky =
        function("Leaky", List.of("a"), List.of("b"))
            .addAttribute("slope")
            .addNode(
                OnnxFile.nodeOf(
                    "LeakyRelu",
                    "a",
                    "b",
                    OnnxFile.reference("alpha", AttributeType.FLOAT, "slope")));

    Graph graph =
        read(
            file()
                .function(leaky)
                .node("local::Leaky", "x", "h", OnnxFile.attribute("slope", 0.25f))
                .node("local::Leaky", "h", "y"));

    assertThat(((LeakyRelu) graph.nodes().get(0).op()).alpha()).isEqualTo(0.25);
    assertThat(((LeakyRelu) graph.nodes().get(1).op()).alpha()).isEqualTo(0.01);
  }

  @Test
  void functionsMayCallFunctionsAndLeaveInputsOut() {
    FunctionProto.Builder clip =
        function("Clipped", List.of("a", "low", "high"), List.of("b"))
            .addNode(OnnxFile.nodeOf("Clip", "a,low,high", "b"));
    FunctionProto.Builder outer =
        function("Outer", List.of("a", "high"), List.of("b"))
            .addNode(OnnxFile.nodeOf("local::Clipped", "a,,high", "b"));

    Graph graph =
        read(
            file()
                .function(clip)
                .function(outer)
                .floats("six", List.of(), 6)
                .node("local::Outer", "x,six", "y"));

    assertThat(graph.nodes()).hasSize(1);
    assertThat(graph.nodes().get(0).input(1).isAbsent()).isTrue();
    assertThat(graph.nodes().get(0).input(2).name()).isEqualTo("six");
  }

  @Test
  void aNodeKeepsTheOpsetOfItsFunction() {
    FunctionProto.Builder old =
        function("Mean", List.of("a"), List.of("b"))
            .clearOpsetImport()
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .addNode(OnnxFile.nodeOf("ReduceMean", "a", "b", OnnxFile.integers("axes", 1)));

    Graph graph =
        read(
            OnnxFile.ofOpset(18)
                .opset("local", 1)
                .input("x", 2, 3)
                .output("y")
                .function(old)
                .node("local::Mean", "x", "y"));

    assertThat(graph.outputs()).hasToString("[%y: float[2, 1]]");
  }

  @Test
  void callsInSubgraphsAreReplacedToo() {
    FunctionProto.Builder twice =
        function("Twice", List.of("a"), List.of("b")).addNode(OnnxFile.nodeOf("Add", "a,a", "b"));
    GraphProto.Builder then =
        GraphProto.newBuilder().addNode(OnnxFile.nodeOf("local::Twice", "x", "t"));
    GraphProto.Builder otherwise =
        GraphProto.newBuilder().addNode(OnnxFile.nodeOf("Relu", "x", "e"));
    Path file =
        file()
            .function(twice)
            .input("c", DataType.BOOL)
            .node(
                "If",
                "c",
                "y",
                OnnxFile.graph(
                    "then_branch", then.addOutput(OnnxFile.info("t", DataType.FLOAT, 2, 3))),
                OnnxFile.graph(
                    "else_branch", otherwise.addOutput(OnnxFile.info("e", DataType.FLOAT, 2, 3))))
            .write(folder.resolve("m.onnx"));
    Path copy = folder.resolve("copy.onnx");

    OnnxModel model = GraphFromOnnx.read(file);
    OnnxFromGraph.write(model.graph(), OnnxOptions.like(model.header()), copy);

    assertThat(OrtRun.outputs(copy, 5).get("y")).containsExactly(OrtRun.outputs(file, 5).get("y"));
  }

  @Test
  void refusesAFunctionThatCallsItself() {
    FunctionProto.Builder loop =
        function("Again", List.of("a"), List.of("b"))
            .addNode(OnnxFile.nodeOf("local::Again", "a", "b"));

    assertRefused(file().function(loop).node("local::Again", "x", "y"), "more than 32 deep");
  }

  @Test
  void refusesFunctionsThatMultiply() {
    OnnxFile file = file();
    FunctionProto.Builder last =
        function("F0", List.of("a"), List.of("b")).addNode(OnnxFile.nodeOf("Relu", "a", "b"));
    file.function(last);
    for (int i = 1; i <= 7; i++) {
      FunctionProto.Builder next = function("F" + i, List.of("a"), List.of("b"));
      for (int call = 0; call < 10; call++) {
        next.addNode(OnnxFile.nodeOf("local::F" + (i - 1), "a", call == 9 ? "b" : "unused" + call));
      }
      file.function(next);
    }

    assertRefused(file.node("local::F7", "x", "y"), "more than 200,000 nodes");
  }

  private void assertRefused(OnnxFile file, String part) {
    Path path = file.write(folder.resolve("m.onnx"));
    assertThatThrownBy(() -> GraphFromOnnx.read(path))
        .isInstanceOfSatisfying(
            RepconvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE))
        .hasMessageContaining(part);
  }
}
