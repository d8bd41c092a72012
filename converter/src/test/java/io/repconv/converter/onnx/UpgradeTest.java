package io.repconv.converter.onnx;

import static io.repconv.converter.onnx.OnnxFile.attribute;
import static io.repconv.converter.onnx.OnnxFile.integers;
import static io.repconv.converter.onnx.OnnxFile.reals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Node;
import io.repconv.graph.RepconvException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nodes of older opsets mean what they meant when they are written for opset 17. */
class UpgradeTest {
  @TempDir Path folder;

  private static Arguments model(String name, OnnxFile file) {
    return Arguments.of(name, file);
  }

  private static OnnxFile image(int opset) {
    return OnnxFile.ofOpset(opset).input("x", 2, 4, 5, 6).output("y");
  }

  static Stream<Arguments> models() {
    return Stream.of(windows(), layouts(), reductions(), softmaxes(), others())
        .flatMap(List::stream);
  }

  private static List<Arguments> windows() {
    return List.of(
        model(
            "Upsample 7, nearest",
            image(7)
                .node(
                    "Upsample",
                    "x",
                    "y",
                    attribute("mode", "nearest"),
                    reals("scales", 1, 1, 2, 3))),
        model(
            "Upsample 7, linear",
            image(7)
                .node(
                    "Upsample",
                    "x",
                    "y",
                    attribute("mode", "linear"),
                    reals("scales", 1, 1, 2, 3))),
        model(
            "Upsample 9, nearest by default",
            image(9).floats("s", List.of(4L), 1, 1, 2, 2).node("Upsample", "x,s", "y")),
        model(
            "Resize 10, nearest and larger",
            image(10).floats("s", List.of(4L), 1, 1, 1.5f, 2).node("Resize", "x,s", "y")),
        model(
            "Resize 10, nearest and smaller",
            image(10).floats("s", List.of(4L), 1, 1, 0.4f, 0.5f).node("Resize", "x,s", "y")),
        model(
            "Resize 10, linear and both",
            image(10)
                .floats("s", List.of(4L), 1, 1, 0.5f, 1.5f)
                .node("Resize", "x,s", "y", attribute("mode", "linear"))),
        model(
            "Resize 11 with sizes and empty scales",
            image(11)
                .floats("roi", List.of(0L))
                .floats("s", List.of(0L))
                .ints("sizes", 2, 4, 7, 9)
                .node(
                    "Resize",
                    "x,roi,s,sizes",
                    "y",
                    attribute("mode", "linear"),
                    attribute("coordinate_transformation_mode", "align_corners"))),
        model(
            "AveragePool 7 with pads that are not counted",
            image(7)
                .node(
                    "AveragePool",
                    "x",
                    "y",
                    integers("kernel_shape", 3, 3),
                    integers("pads", 1, 1, 1, 1))),
        model(
            "MaxPool 8 whose indices nothing reads",
            image(8).node("MaxPool", "x", "y,i", integers("kernel_shape", 2, 3))),
        model(
            "Conv with auto_pad VALID",
            image(11)
                .floats("w", List.of(2L, 4L, 1L, 1L), 1, 2, 3, 4, 5, 6, 7, 8)
                .node(
                    "Conv",
                    "x,w",
                    "y",
                    attribute("auto_pad", "VALID"),
                    integers("kernel_shape", 1, 1))),
        model(
            "GridSample 16",
            image(16)
                .floats("g", List.of(2L, 1L, 2L, 2L), 0, 0, .5f, -.5f, -1, 1, .3f, .7f)
                .node("GridSample", "x,g", "y", attribute("mode", "bilinear"))));
  }

  private static List<Arguments> layouts() {
    return List.of(
        model(
            "Slice 7",
            image(7)
                .node(
                    "Slice",
                    "x",
                    "y",
                    integers("starts", 1, -3),
                    integers("ends", 3, 9),
                    integers("axes", 1, 3))),
        model(
            "Slice 9 without axes",
            image(9).node("Slice", "x", "y", integers("starts", 1), integers("ends", 2))),
        model(
            "Pad 7 with a value",
            image(7)
                .node(
                    "Pad",
                    "x",
                    "y",
                    integers("pads", 0, 0, 1, 2, 0, 1, 0, 0),
                    attribute("value", 0.5f))),
        model(
            "Pad 10 that reflects",
            image(10)
                .node(
                    "Pad",
                    "x",
                    "y",
                    attribute("mode", "reflect"),
                    integers("pads", 0, 0, 1, 2, 0, 0, 0, 1))),
        model("Squeeze 11", squeezed(11).node("Squeeze", "x", "y", integers("axes", 1, -1))),
        model("Squeeze 11 without axes", squeezed(11).node("Squeeze", "x", "y")),
        model("Unsqueeze 9", image(9).node("Unsqueeze", "x", "y", integers("axes", 0, 3))),
        model(
            "Split 11 with sizes",
            image(11)
                .node("Split", "x", "y,z", attribute("axis", 1), integers("split", 1, 3))
                .output("z")),
        model(
            "Split 13 into equal parts",
            image(13).node("Split", "x", "y,z", attribute("axis", 3)).output("z")),
        model(
            "Scatter 9",
            OnnxFile.ofOpset(9)
                .input("x", 3, 3)
                .initializer(
                    OnnxFile.intTensor("i", 1, 0, 2, 0, 2, 1).toBuilder()
                        .clearDims()
                        .addDims(2)
                        .addDims(3)
                        .build())
                .floats("u", List.of(2L, 3L), 1, 2, 3, 4, 5, 6)
                .node("Scatter", "x,i,u", "y")
                .output("y")));
  }

  private static OnnxFile squeezed(int opset) {
    return OnnxFile.ofOpset(opset).input("x", 2, 1, 3, 1).output("y");
  }

  private static List<Arguments> reductions() {
    return List.of(
        model(
            "ReduceMean 11",
            image(11)
                .node("ReduceMean", "x", "y", integers("axes", 2, 3), attribute("keepdims", 0))),
        model("ReduceMax 13 of all axes", image(13).node("ReduceMax", "x", "y")),
        model("ReduceL2 17", image(17).node("ReduceL2", "x", "y", integers("axes", -1))),
        model("ReduceSum 11", image(11).node("ReduceSum", "x", "y", integers("axes", 1))),
        model("TopK 9", image(9).node("TopK", "x", "y,i", attribute("k", 3)).output("i")),
        model("ArgMax 11", image(11).node("ArgMax", "x", "y", attribute("axis", 1))));
  }

  private static List<Arguments> softmaxes() {
    return List.of(
        model("Softmax 11 over all from axis 1", image(11).node("Softmax", "x", "y")),
        model(
            "Softmax 11 along the last axis",
            image(11).node("Softmax", "x", "y", attribute("axis", 3))),
        model(
            "Softmax 7 beside axes of one element",
            OnnxFile.ofOpset(7).input("x", 2, 5, 1, 1).output("y").node("Softmax", "x", "y")),
        model(
            "Softmax 12 of sizes that are open",
            OnnxFile.ofOpset(12)
                .input("x", "N", 3, "H", "W")
                .output("y")
                .node("Softmax", "x", "y", attribute("axis", 2))),
        model(
            "LogSoftmax 9 over all from axis 2",
            image(9).node("LogSoftmax", "x", "y", attribute("axis", 2))));
  }

  private static List<Arguments> others() {
    return List.of(
        model(
            "Clip 9",
            image(9).node("Clip", "x", "y", attribute("min", 0f), attribute("max", 0.5f))),
        model("Clip 7 from below", image(7).node("Clip", "x", "y", attribute("min", -0.25f))),
        model(
            "Dropout 7 with a mask that nothing reads",
            image(7).node("Dropout", "x", "y,m", attribute("ratio", 0.3f))),
        model(
            "BatchNormalization 7",
            image(7)
                .floats("s", List.of(4L), 1, 2, 3, 4)
                .node(
                    "BatchNormalization",
                    "x,s,s,s,s",
                    "y",
                    attribute("spatial", 1),
                    attribute("momentum", 0.9f),
                    attribute("epsilon", 0.01f))),
        model("Sum of three", image(8).node("Sum", "x,x,x", "y")),
        model("Sum of one", image(13).node("Sum", "x", "y")),
        model("Mean of three", image(13).node("Neg", "x", "m").node("Mean", "x,m,x", "y")),
        model(
            "Max of three",
            image(12).node("Neg", "x", "m").node("Abs", "x", "a").node("Max", "x,m,a", "y")),
        model(
            "GroupNormalization 21 composed for 17",
            image(21)
                .floats("s", List.of(4L), 1, 2, 3, 4)
                .node("GroupNormalization", "x,s,s", "y", attribute("num_groups", 2))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void meansTheSame(String name, OnnxFile file) {
    Path before = file.write(folder.resolve("before.onnx"));
    Path after = folder.resolve("after.onnx");

    OnnxModel model = GraphFromOnnx.read(before);
    OnnxFromGraph.write(model.graph(), OnnxOptions.like(model.header()).withOpset(17), after);

    assertThat(model.graph().nodes()).allMatch(node -> node.op().isModelled());
    Map<String, double[]> expected = OrtRun.outputs(before, 1);
    Map<String, double[]> actual = OrtRun.outputs(after, 1);
    assertThat(actual).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (key, values) -> assertThat(actual.get(key)).containsExactly(values, within(2e-6)));
  }

  @Test
  void groupNormalizationOfOpset18GetsOneNumberAChannel() {
    Path file =
        OnnxFile.ofOpset(18)
            .input("x", 1, 4, 2, 2)
            .floats("s", List.of(2L), 5, 7)
            .node("GroupNormalization", "x,s,s", "y", attribute("num_groups", 2))
            .output("y")
            .write(folder.resolve("m.onnx"));

    Node last = last(GraphFromOnnx.read(file));

    assertThat(last.input(1).shape()).hasToString("[4]");
    assertThat(last.input(2).shape()).hasToString("[4]");
  }

  private static Node last(OnnxModel model) {
    return model.graph().nodes().get(model.graph().nodes().size() - 1);
  }

  @Test
  void resizeToBothSidesByNearestIsCarriedUnchanged() {
    Path file =
        image(10)
            .floats("s", List.of(4L), 1, 1, 0.5f, 2)
            .node("Resize", "x,s", "y")
            .write(folder.resolve("m.onnx"));

    assertThat(last(GraphFromOnnx.read(file)).op().isModelled()).isFalse();
  }

  @Test
  void normalisationByPositionIsCarriedUnchanged() {
    Path file =
        image(8)
            .floats("s", List.of(4L), 1, 2, 3, 4)
            .node("BatchNormalization", "x,s,s,s,s", "y", attribute("spatial", 0))
            .write(folder.resolve("m.onnx"));

    assertThat(last(GraphFromOnnx.read(file)).op().isModelled()).isFalse();
  }

  @Test
  void refusesABatchNormalizationThatTrains() {
    Path file =
        image(15)
            .floats("s", List.of(4L), 1, 2, 3, 4)
            .node("BatchNormalization", "x,s,s,s,s", "y,m,v", attribute("training_mode", 1))
            .write(folder.resolve("m.onnx"));

    assertThatThrownBy(() -> GraphFromOnnx.read(file))
        .isInstanceOfSatisfying(
            RepconvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TRAINING_MODE))
        .hasMessageContaining("node 'n_y' (BatchNormalization): training_mode is 1, expected 0")
        .hasMessageContaining("model.eval()");
  }

  @Test
  void refusesABatchNormalizationWithTrainingOutputs() {
    Path file =
        image(9)
            .floats("s", List.of(4L), 1, 2, 3, 4)
            .node("BatchNormalization", "x,s,s,s,s", "y,m,v,sm,sv")
            .write(folder.resolve("m.onnx"));

    assertThatThrownBy(() -> GraphFromOnnx.read(file))
        .hasMessageContaining("5 outputs, batch statistics among them, expected one");
  }

  @Test
  void refusesAnAttributeThatNoFormOfTheOperatorHas() {
    Path file =
        image(17).node("Relu", "x", "y", attribute("slope", 1)).write(folder.resolve("m.onnx"));

    assertThatThrownBy(() -> GraphFromOnnx.read(file))
        .hasMessageContaining("node 'n_y' (Relu): no opset gives it an attribute [slope]");
  }

  @Test
  void refusesAnAttributeOfAnOlderForm() {
    Path file =
        image(18).node("ReduceMean", "x", "y", integers("axes", 2)).write(folder.resolve("m.onnx"));

    assertThatThrownBy(() -> GraphFromOnnx.read(file))
        .hasMessageContaining("attribute 'axes', which ReduceMean of opset 18 does not have");
  }

  @Test
  void boundsOfClipHaveTheTypeOfTheInput() {
    Path file =
        OnnxFile.ofOpset(9)
            .input("x", DataType.DOUBLE, 2)
            .node("Clip", "x", "y", attribute("min", 0f))
            .output("y")
            .write(folder.resolve("m.onnx"));

    assertThat(last(GraphFromOnnx.read(file)).input(1).element().text()).isEqualTo("double");
  }
}
