package io.repconv.converter.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.repconv.graph.Graph;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BranchInlinerTest {
  @TempDir Path folder;

  private static AttributeProto[] branches() {
    GraphProto.Builder then =
        GraphProto.newBuilder()
            .addInitializer(OnnxFile.floatTensor("k", List.of(1L), 2))
            .addNode(OnnxFile.nodeOf("Mul", "r,k", "s"))
            .addNode(OnnxFile.nodeOf("Neg", "s", "t"))
            .addOutput(OnnxFile.info("t", DataType.FLOAT, "rows", 3));
    GraphProto.Builder otherwise =
        GraphProto.newBuilder()
            .addNode(OnnxFile.nodeOf("Identity", "r", "e"))
            .addOutput(OnnxFile.info("e", DataType.FLOAT, "rows", 3));
    return new AttributeProto[] {
      OnnxFile.graph("then_branch", then), OnnxFile.graph("else_branch", otherwise)
    };
  }

  private Graph read(OnnxFile file) {
    return GraphFromOnnx.read(file.write(folder.resolve("m.onnx"))).graph();
  }

  private void assertSameNumbers() {
    Path file = folder.resolve("m.onnx");
    OnnxModel model = GraphFromOnnx.read(file);
    Path copy = folder.resolve("copy.onnx");
    OnnxFromGraph.write(model.graph(), OnnxOptions.like(model.header()), copy);
    assertThat(OrtRun.outputs(copy, 2).get("y")).containsExactly(OrtRun.outputs(file, 2).get("y"));
  }

  private static OnnxFile file(Object... dims) {
    return OnnxFile.ofOpset(13)
        .input("x", dims)
        .node("Relu", "x", "r")
        .output("y", DataType.FLOAT, dims);
  }

  private static List<String> operators(Graph graph) {
    return graph.nodes().stream().map(node -> node.op().name()).toList();
  }

  @Test
  void aConstantConditionChoosesABranch() {
    TensorProto yes =
        TensorProto.newBuilder()
            .setName("c")
            .setDataType(DataType.BOOL.getNumber())
            .addInt32Data(1)
            .build();

    Graph graph = read(file(2, 3).initializer(yes).node("If", "c", "y", branches()));

    assertThat(operators(graph)).containsExactly("Relu", "Mul", "Neg", "Identity");
    assertThat(graph.outputs().get(0).name()).isEqualTo("y");
    assertSameNumbers();
  }

  @Test
  void aConditionOnSizesThatAreNumbersChoosesABranch() {
    Graph graph =
        read(
            file(2, 3)
                .node("Shape", "x", "sizes")
                .ints("first", 0)
                .ints("three", 3)
                .node("Gather", "sizes,first", "size")
                .node("Equal", "size,three", "c")
                .node("If", "c", "y", branches()));

    assertThat(operators(graph)).doesNotContain("If", "Neg").contains("Identity");
    assertSameNumbers();
  }

  @Test
  void aConditionOnAnOpenSizeIsCarried() {
    Graph graph =
        read(
            file("N", 3)
                .node("Shape", "x", "sizes")
                .ints("first", 0)
                .ints("three", 3)
                .node("Gather", "sizes,first", "size")
                .node("Equal", "size,three", "c")
                .node("If", "c", "y", branches()));

    assertThat(operators(graph)).contains("If");
    assertSameNumbers();
  }

  @Test
  void aLongChainOfDoublingIsDecidedQuickly() {
    OnnxFile file = file(2, 3).floats("a0", List.of(1L), 0);
    for (int i = 1; i <= 60; i++) {
      file.node("Add", "a%d,a%d".formatted(i - 1, i - 1), "a" + i);
    }

    Graph graph = read(file.node("Equal", "a60,a0", "c").node("If", "c", "y", branches()));

    assertThat(operators(graph)).doesNotContain("If").contains("Neg");
  }
}
