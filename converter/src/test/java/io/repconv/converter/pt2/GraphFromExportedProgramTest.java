package io.repconv.converter.pt2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.repconv.converter.ModelFormat;
import io.repconv.converter.input.InputShape;
import io.repconv.converter.torchscript.ImportedModel;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.Interpreter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphFromExportedProgramTest {
  private static final Path MODELS =
      Path.of(Objects.requireNonNull(System.getProperty("repconv.fixtures")), "modern");
  private static final Path MOBILEONE = MODELS.resolve("torch2-mobileone.pt2");

  @TempDir Path folder;

  private static Tensor floats(String file, long... dims) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(MODELS.resolve(file)));
    return Tensor.stored(ElementType.FLOAT, dims, bytes);
  }

  private static void requireAgreement(Graph graph, String model, int k, long[] in, long[] out)
      throws IOException {
    Tensor x = floats(model + ".in" + k, in);
    Tensor computed =
        Objects.requireNonNull(
            Interpreter.run(graph, Map.of(graph.inputs().get(0).name(), x)).get("output"));
    assertThat(computed.shape().sizes()).containsExactly(out);
    assertThat(computed.doubles())
        .containsExactly(floats(model + ".out" + k, out).doubles(), within(1e-5));
  }

  @Test
  void aProgramForEverySizeComputesWhatTorchDoes() throws IOException {
    Graph graph = GraphFromExportedProgram.read(MOBILEONE, List.of()).graph();

    requireAgreement(
        graph, "torch2-mobileone", 0, new long[] {1, 3, 13, 18}, new long[] {1, 8, 7, 9});
    requireAgreement(
        graph, "torch2-mobileone", 1, new long[] {2, 3, 10, 7}, new long[] {2, 8, 5, 4});
  }

  @Test
  void borderFillsOfAProgramComputeWhatTorchDoes() throws IOException {
    Graph graph =
        GraphFromExportedProgram.read(MODELS.resolve("torch2-dbb.pt2"), List.of()).graph();

    requireAgreement(graph, "torch2-dbb", 0, new long[] {1, 3, 13, 18}, new long[] {1, 8, 7, 9});
  }

  @Test
  void aSizeThatIsComputedFromAnotherSaysWhatThatIs() throws IOException {
    Graph graph = GraphFromExportedProgram.read(MODELS.resolve("derived.pt2"), List.of()).graph();
    ByteBuffer given = ByteBuffer.wrap(Files.readAllBytes(MODELS.resolve("derived.in")));
    Tensor x = Tensor.stored(ElementType.FLOAT, new long[] {2, 3, 6, 9}, given.slice(0, 4 * 324));
    Tensor y = Tensor.stored(ElementType.FLOAT, new long[] {2, 2, 3, 4}, given.slice(1296, 4 * 48));

    assertThat(graph.inputs().get(0).shape().toString().replaceAll("s[0-9]+", "s"))
        .isEqualTo("[s, 3, 2*s, 2*s + 1]");
    Map<String, Tensor> outputs = Interpreter.run(graph, Map.of("x", x, "y", y));
    assertThat(Objects.requireNonNull(outputs.get("output")).doubles())
        .containsExactly(floats("derived.out", 2, 4, 3, 9).doubles(), within(1e-5));
  }

  @Test
  void aComputedSizeIsEnoughToKnowTheOther() throws IOException {
    String symbol = "Symbol\\('s16', positive=True, integer=True\\)";
    Path alone = edited("\"" + symbol, "\"Mul(Integer(2), " + symbol.replace("\\", "") + ")");
    List<InputShape> given = List.of(InputShape.parse("1x3x16x16"));
    Graph open = GraphFromExportedProgram.read(alone, List.of()).graph();
    Graph bound = GraphFromExportedProgram.read(alone, given).graph();

    assertThat(open.inputs().get(0).shape().dims()).contains(Dim.symbol("s16").times(2));
    assertThat(bound.inputs().get(0).shape()).hasToString("[1, 3, 16, 16]");
  }

  @Test
  void refusesASizeThatTheFilesExpressionNeverIs() {
    Path derived = MODELS.resolve("derived.pt2");

    assertThatThrownBy(
            () -> GraphFromExportedProgram.read(derived, List.of(InputShape.parse("2x3x7x9"))))
        .hasMessageContaining("7, expected a number of the form 2*s")
        .hasMessageContaining("[RC-201]");
    assertThatThrownBy(
            () -> GraphFromExportedProgram.read(derived, List.of(InputShape.parse("2x3xHx9"))))
        .hasMessageContaining("H, expected a number of the form 2*s")
        .hasMessageContaining("or no --input where it stays open");
    assertThatThrownBy(
            () ->
                GraphFromExportedProgram.read(
                    derived, List.of(InputShape.parse("2x3x6x9"), InputShape.parse("2x2x4x4"))))
        .hasMessageContaining("4, expected 3, as the file has one size for both");
  }

  @Test
  void symbolsAreRenamedAndBound() {
    Graph graph =
        GraphFromExportedProgram.read(MOBILEONE, List.of(InputShape.parse("Nx3x13xW"))).graph();

    assertThat(graph.inputs().get(0).shape()).hasToString("[N, 3, 13, W]");
  }

  @Test
  void refusesASymbolWhereTheFileHasANumber() {
    assertThatThrownBy(
            () -> GraphFromExportedProgram.read(MOBILEONE, List.of(InputShape.parse("NxCxHxW"))))
        .hasMessageContaining("the file fixes axis 1 to 3, expected that number")
        .hasMessageContaining("Give the number, or export the model with dynamic_shapes. [RC-203]");
  }

  @Test
  void refusesTrainingModeWithTheFix() throws IOException {
    Path training = edited("\"as_bool\": false", "\"as_bool\": true");

    assertThatThrownBy(() -> GraphFromExportedProgram.read(training, List.of()))
        .hasMessageContaining("(aten::batch_norm)")
        .hasMessageContaining("Call model.eval() before")
        .hasMessageContaining("[RC-104]");
  }

  @Test
  void namesAllUnsupportedOperatorsAtOnce() throws IOException {
    Path other = edited("torch.ops.aten.(relu|conv2d).default", "torch.ops.odd.$1.default");

    assertThatThrownBy(() -> GraphFromExportedProgram.read(other, List.of()))
        .hasMessageContaining("2 operators that repconv does not support")
        .hasMessageContaining("odd::relu at ")
        .hasMessageContaining("models/model.json, node conv2d;")
        .hasMessageContaining("[RC-108]");
  }

  @Test
  void refusesAnotherSchema() throws IOException {
    Path other = edited("\"major\": 8", "\"major\": 9");

    assertThatThrownBy(() -> GraphFromExportedProgram.read(other, List.of()))
        .hasMessageContaining("a torch.export archive of schema 9, expected schema 8")
        .hasMessageContaining("[RC-117]");
  }

  @Test
  void refusesTheOlderLayoutWithTheTorchToSaveWith() throws IOException {
    Path old = folder.resolve("old.pt2");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(old))) {
      zip.putNextEntry(new ZipEntry("serialized_exported_program.json"));
      zip.write("{}".getBytes(StandardCharsets.UTF_8));
    }

    assertThatThrownBy(() -> ModelFormat.of(old))
        .hasMessageContaining("a .pt2 in the layout torch wrote before 2.8")
        .hasMessageContaining(
            "Load it with torch.export.load in torch 2.9 or newer and save it again")
        .hasMessageContaining("[RC-117]");
  }

  @Test
  void refusesPickledWeightsWithTheTorchToSaveWith() throws IOException {
    Path old = folder.resolve("pickled.pt2");
    try (ZipFile from = new ZipFile(MOBILEONE.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(old))) {
      for (ZipEntry entry : from.stream().toList()) {
        to.putNextEntry(
            new ZipEntry(entry.getName().replace("model_weights_config.json", "model.pt")));
        to.write(from.getInputStream(entry).readAllBytes());
      }
    }

    assertThatThrownBy(() -> GraphFromExportedProgram.read(old, List.of()))
        .hasMessageContaining("weights in a pickle, data/weights/model.pt, as torch 2.8 wrote it")
        .hasMessageContaining("torch 2.9 or newer")
        .hasMessageContaining("[RC-117]");
  }

  @Test
  void inputsAndOutputsInDictsListsAndNamedTuplesKeepTheirNames() {
    ImportedModel model =
        GraphFromExportedProgram.read(MODELS.resolve("structures.pt2"), List.of());

    assertThat(model.graph().inputs())
        .extracting(Value::name)
        .containsExactly("image", "others_offset", "others_more_0");
    assertThat(model.graph().outputs())
        .extracting(Value::name)
        .containsExactly("out_logits", "out_auxiliary", "twice_0", "twice_1");
    assertThat(model.seen()).containsExactly(entry("s73", 6L));
  }

  @Test
  void refusesASizeOutsideTheRangeOfTheFile() {
    assertThatThrownBy(
            () ->
                GraphFromExportedProgram.read(
                    MODELS.resolve("structures.pt2"), List.of(InputShape.parse("image=1x3x65x8"))))
        .hasMessageContaining("65, expected at least 4 and at most 64, the file's range")
        .hasMessageContaining("[RC-201]");
  }

  @Test
  void refusesADecomposedNormInTrainingMode() {
    assertThatThrownBy(
            () -> GraphFromExportedProgram.read(MODELS.resolve("training.pt2"), List.of()))
        .hasMessageContaining("(aten::_native_batch_norm_legit_functional)")
        .hasMessageContaining("'training' is true")
        .hasMessageContaining("[RC-104]");
  }

  @Test
  void refusesAnInputThatIsANumberWithTheFix() throws IOException {
    Path other =
        edited(
            "\"user_input\": \\{\"arg\": \\{\"as_tensor\": \\{\"name\": \"input\"",
            "\"user_input\": {\"arg\": {\"as_sym_int\": {\"as_name\": \"count\"");

    assertThatThrownBy(() -> GraphFromExportedProgram.read(other, List.of()))
        .hasMessageContaining("an input 'count' that is a number, expected tensors")
        .hasMessageContaining("Export the model with that input fixed")
        .hasMessageContaining("[RC-119]");
  }

  @Test
  void namesControlFlowAsAnUnsupportedOperator() throws IOException {
    Path other =
        edited(
            "\"torch.ops.aten.relu.default\", \"inputs\": \\[\\{\"name\": \"self\", \"arg\": \\{\"as_tensor\"",
            "\"torch.ops.higher_order.cond\", \"inputs\": [{\"name\": \"self\", \"arg\": {\"as_graph\"");

    assertThatThrownBy(() -> GraphFromExportedProgram.read(other, List.of()))
        .hasMessageContaining("higher_order::cond at ")
        .hasMessageContaining("[RC-108]");
  }

  /** A fixture with another graph. */
  private Path edited(String pattern, String replacement) throws IOException {
    Path target = folder.resolve("edited.pt2");
    try (ZipFile from = new ZipFile(MOBILEONE.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(target))) {
      for (ZipEntry entry : from.stream().toList()) {
        byte[] content = from.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith("models/model.json")) {
          String json = new String(content, StandardCharsets.UTF_8);
          String changed = json.replaceAll(pattern, replacement);
          assertThat(changed).isNotEqualTo(json);
          content = changed.getBytes(StandardCharsets.UTF_8);
        }
        to.putNextEntry(new ZipEntry(entry.getName()));
        to.write(content);
      }
    }
    return target;
  }
}
