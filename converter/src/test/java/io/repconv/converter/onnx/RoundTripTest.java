package io.repconv.converter.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Origin;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.BatchNormalization;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTripTest {
  @TempDir Path folder;

  private static Graph convolutionAndNorm() {
    GraphBuilder builder = new GraphBuilder("net");
    Value image = builder.input("image", ElementType.FLOAT, Shape.parse("[N, 3, H, W]"));
    Value weight = builder.constant("dense.weight", random(8, 3, 3, 3));
    Window window = Window.of(List.of(2, 2), List.of(1, 1), List.of(1, 1, 1, 1));
    Value y =
        builder
            .addAll(
                new Conv(window, 1),
                List.of(image, weight),
                Origin.of("stage.dense"),
                "/stage/dense/Conv",
                List.of("c"))
            .get(0);
    Value scale = builder.constant("bn.scale", random(8));
    Value result =
        builder
            .addAll(
                new BatchNormalization(1e-3f),
                List.of(y, scale, scale, scale, builder.constant("bn.var", ones(8))),
                Origin.of("stage.bn"),
                "/stage/bn/BatchNormalization",
                List.of("result"))
            .get(0);
    builder.output(result);
    return builder.build();
  }

  private static Tensor random(long... dims) {
    Random random = new Random(7);
    float[] values = new float[(int) Tensor.elements(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.ofFloats(dims, values);
  }

  private static Tensor ones(int count) {
    return Tensor.ofFloats(new long[] {count}, new float[] {1, 1, 1, 1, 1, 1, 1, 1});
  }

  @Test
  void whatWasWrittenIsRead() {
    Path file = folder.resolve("model.onnx");
    Graph written = convolutionAndNorm();

    OnnxFromGraph.write(written, OnnxOptions.DEFAULT, file);
    OnnxModel model = GraphFromOnnx.read(file);

    assertThat(model.header().opset()).isEqualTo(17);
    assertThat(model.graph().inputs()).hasToString("[%image: float[N, 3, H, W]]");
    assertThat(model.graph().outputs()).hasToString(written.outputs().toString());
    assertThat(model.graph().nodes()).hasToString(written.nodes().toString());
    assertThat(model.graph().nodes().stream().map(Node::name))
        .containsExactly("/stage/dense/Conv", "/stage/bn/BatchNormalization");
    assertThat(model.graph().nodes().stream().map(node -> node.origin().scope()))
        .containsExactly("stage.dense", "stage.bn");
    Tensor weight = model.graph().nodes().get(0).input(1).constant();
    assertThat(weight).isNotNull();
    assertThat(weight.doubles()).containsExactly(random(8, 3, 3, 3).doubles());
  }

  @Test
  void twoWritesGiveTheSameBytes() throws IOException {
    Path first = folder.resolve("first.onnx");
    Path second = folder.resolve("second.onnx");

    OnnxFromGraph.write(convolutionAndNorm(), OnnxOptions.DEFAULT, first);
    OnnxFromGraph.write(convolutionAndNorm(), OnnxOptions.DEFAULT, second);

    assertThat(first).hasSameBinaryContentAs(second);
  }

  @Test
  void externalWeightsAreReadBack() throws IOException {
    Path file = folder.resolve("model.onnx");

    OnnxFromGraph.write(large(), OnnxOptions.DEFAULT.withExternalData(true), file);

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("model.onnx", "model.onnx.data");
    }
    Tensor weight = GraphFromOnnx.read(file).graph().nodes().get(0).input(1).constant();
    assertThat(weight).isNotNull();
    assertThat(weight.doubles()).containsExactly(random(64, 3, 3, 3).doubles());
  }

  private static Graph large() {
    GraphBuilder builder = new GraphBuilder("large");
    Value image = builder.input("image", ElementType.FLOAT, Shape.of(1, 3, 8, 8));
    Value weight = builder.constant("w", random(64, 3, 3, 3));
    builder.output(
        builder.add(new Conv(Window.UNIT, 1), List.of(image, weight), Origin.of("conv"), "y"));
    return builder.build();
  }
}
