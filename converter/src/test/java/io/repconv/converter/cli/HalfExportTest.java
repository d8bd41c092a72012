package io.repconv.converter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.repconv.converter.Fixtures;
import io.repconv.converter.Model;
import io.repconv.converter.onnx.OnnxFromGraph;
import io.repconv.converter.onnx.OnnxOptions;
import io.repconv.graph.ElementType;
import io.repconv.graph.ExitStatus;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import io.repconv.graph.text.GraphText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalfExportTest {
  @TempDir private Path folder;

  private Run export(Path model, String... more) {
    return Run.of(words(model, target(), "--fp16"), more);
  }

  private static List<String> words(Path model, Path target, String last) {
    return List.of("export", model.toString(), "--to", "onnx", "-o", target.toString(), last);
  }

  private Path target() {
    return folder.resolve("half.onnx");
  }

  private static List<ElementType> weights(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.op().name().equals("Conv"))
        .map(node -> node.input(1).element())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"acb.traced.pt", "two-paths.onnx13-static.onnx", "psp.onnx11-static.onnx"})
  void theFileIsHalfButForItsInputsAndOutputsAndIsChecked(String model) {
    Run run = export(Fixtures.model(model));

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("half      all that computes is in half precision")
        .contains("equivalent to the original");
    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
    Graph graph = Model.read(target()).graph();
    assertThat(weights(graph)).isNotEmpty().containsOnly(ElementType.FLOAT16);
    assertThat(graph.inputs()).extracting(Value::element).containsOnly(ElementType.FLOAT);
    assertThat(graph.outputs()).extracting(Value::element).containsOnly(ElementType.FLOAT);
  }

  /** The first layer's values reach thousands of times the input, the second brings them back. */
  private Path wide(String weight) {
    Graph graph =
        GraphText.parse(
            """
            graph "wide"
            input %%x: float[N, 1, H, W]
            const %%w: float[1, 1, 1, 1] = [%s]
            const %%v: float[1, 1, 1, 1] = [0.00001]
            %%a: float[N, 1, H, W] = Conv(%%x, %%w, _)
            %%b: float[N, 1, H, W] = Relu(%%a)
            %%c: float[N, 1, H, W] = Conv(%%b, %%v, _)
            %%y: float[N, 1, H, W] = Relu(%%c)
            output %%y
            """
                .formatted(weight));
    Path model = folder.resolve("wide.onnx");
    OnnxFromGraph.write(graph, OnnxOptions.DEFAULT, model);
    return model;
  }

  @Test
  void layersThatOverflowStayFloatAndAreNamed() {
    Run run = export(wide("30000.0"));

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("half      all but 3 nodes in half precision")
        .containsPattern("a \\(Conv\\) stays float: 'a' reaches [0-9.e+]+ on the samples, above")
        .contains("b (Relu) stays float: ")
        .contains("c (Conv) stays float: 'b' reaches ");
    assertThat(weights(Model.read(target()).graph())).containsOnly(ElementType.FLOAT);
    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
  }

  @Test
  void aWeightBeyondTheRangeIsNamedToo() {
    JsonObject result =
        JsonParser.parseString(export(wide("-70000.0"), "--json").out()).getAsJsonObject();

    JsonObject first = result.getAsJsonArray("keptInFloat").get(0).getAsJsonObject();
    assertThat(first.get("node").getAsString()).isEqualTo("a (Conv)");
    assertThat(first.get("reason").getAsString())
        .isEqualTo("constant 'w' reaches 7.00e+04, above 65504");
  }

  @Test
  void keptInFloatIsNullWithoutFp16() {
    Run run = Run.of(words(Fixtures.model("acb.traced.pt"), target(), "--no-verify"), "--json");

    assertThat(JsonParser.parseString(run.out()).getAsJsonObject().get("keptInFloat").isJsonNull())
        .isTrue();
  }

  @Test
  void theFileIsHalfAsLargeAndTheSameEveryTime() throws IOException {
    Path model = Fixtures.model("repvgg-a0-eighth.pt");
    export(model, "--no-verify");
    byte[] first = Files.readAllBytes(target());
    export(model, "--no-verify");

    assertThat(Files.readAllBytes(target())).isEqualTo(first);
    Path whole = folder.resolve("float.onnx");
    Run.of(words(model, whole, "--no-verify"));
    assertThat((double) first.length / Files.size(whole)).isCloseTo(0.5, within(0.02));
    assertThat(Model.read(target()).graph().nodes().stream().map(Node::op).toList())
        .filteredOn(op -> op.name().equals("Cast"))
        .hasSize(2);
  }
}
