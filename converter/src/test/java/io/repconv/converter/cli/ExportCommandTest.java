package io.repconv.converter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.repconv.converter.Fixtures;
import io.repconv.converter.Model;
import io.repconv.graph.ElementType;
import io.repconv.graph.ExitStatus;
import io.repconv.graph.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportCommandTest {
  private static final String ONNX = "acb.onnx11-bn.onnx";
  private static final String TORCHSCRIPT = "acb.traced.pt";

  @TempDir private Path folder;
  private Path target;

  @BeforeEach
  void chooseTarget() {
    target = folder.resolve("result.onnx");
  }

  private Run export(String model, String... more) {
    String file = Fixtures.model(model).toString();
    return Run.of(List.of("export", file, "--to", "onnx", "-o", target.toString()), more);
  }

  private static List<String> operators(Path file) {
    return Model.read(file).graph().nodes().stream().map(node -> node.op().name()).toList();
  }

  private List<String> files() {
    return List.of(folder.toFile().list());
  }

  @ParameterizedTest
  @ValueSource(strings = {ONNX, TORCHSCRIPT})
  void aCheckedFileIsWrittenAndNothingElse(String model) {
    Run run = export(model);

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
    assertThat(run.out()).contains("equivalent to the original").contains("wrote     " + target);
    assertThat(files()).containsExactly("result.onnx");
    assertThat(operators(target))
        .containsOnly("Conv", "Relu")
        .filteredOn("Conv"::equals)
        .hasSize(4);
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    export(TORCHSCRIPT, "--no-verify");
    byte[] first = Files.readAllBytes(target);
    export(TORCHSCRIPT, "--no-verify");

    assertThat(target).hasBinaryContent(first);
  }

  @Test
  void aFileThatFailsTheCheckIsNotPutInPlaceOfAnOlderOne() throws IOException {
    Files.writeString(target, "older");

    Run run = export(ONNX, "--tolerance", "1e-30");

    assertThat(run.status()).isEqualTo(ExitStatus.NOT_EQUIVALENT);
    assertThat(run.out()).contains("NOT equivalent").contains("wrote     nothing");
    assertThat(run.err()).startsWith("repconv: output 'result': ").contains("[RC-502]");
    assertThat(target).hasContent("older");
    assertThat(files()).containsExactly("result.onnx");
  }

  @Test
  void aFailedCheckIsOneJsonObjectToo() {
    Run run = export(ONNX, "--tolerance", "1e-30", "--json");

    JsonObject result = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(result.getAsJsonObject("check").get("passed").getAsBoolean()).isFalse();
    assertThat(result.getAsJsonObject("file").get("written").getAsBoolean()).isFalse();
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_EQUIVALENT);
  }

  @Test
  void quietPrintsNothing() {
    Run run = export(ONNX, "--no-verify", "--quiet");

    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEmpty();
    assertThat(target).exists();
  }

  @Test
  void withoutTheCheckTheOutputSaysSo() {
    assertThat(export(ONNX, "--no-verify").out())
        .contains("not checked")
        .doesNotContain("checked ");
  }

  @Test
  void withoutFoldingEveryConvolutionStays() {
    Run run = export(ONNX, "--no-fold", "--no-verify");

    assertThat(run.out()).contains("folded    nothing");
    assertThat(operators(target)).filteredOn("Conv"::equals).hasSize(12);
    assertThat(operators(target)).contains("BatchNormalization");
  }

  @Test
  void aBlockThatStaysMultiBranchIsNamedWithStatus5AndNothingIsWritten() {
    Run run = export("trap-exclusive-average.traced.pt", "--assert-single-branch");

    assertThat(run.status()).isEqualTo(ExitStatus.MULTI_BRANCH);
    assertThat(run.err())
        .contains("stayed multi-branch")
        .contains("(Add): average branch, 2 branches")
        .contains("What was refused:")
        .contains("[RC-505]");
    assertThat(files()).isEmpty();
  }

  @Test
  void aSingleBranchNetworkPassesTheAssertion() {
    assertThat(export(ONNX, "--assert-single-branch", "--no-verify").status())
        .isEqualTo(ExitStatus.DONE);
  }

  @ParameterizedTest
  @CsvSource({"argmax, INT64, 3", "softmax, FLOAT, 4"})
  void aHeadIsAppendedAndChecked(String head, ElementType type, int rank) {
    Run run = export(TORCHSCRIPT, "--head", head);

    assertThat(run.err()).isEmpty();
    Value output = Model.read(target).graph().outputs().get(0);
    assertThat(output.name()).endsWith("_" + head);
    assertThat(output.element()).isEqualTo(type);
    assertThat(output.shape().rank()).isEqualTo(rank);
    assertThat(run.out()).contains("The head was compared on one sample.");
  }

  @Test
  void outputsThatAreNotAskedForAreGone() {
    List<Value> all = Model.read(Fixtures.model("deeplab.traced.pt")).graph().outputs();
    assertThat(all).hasSizeGreaterThan(1);
    String kept = all.get(1).name();

    export("deeplab.traced.pt", "--outputs", kept, "--no-verify");

    assertThat(Model.read(target).graph().outputs()).extracting(Value::name).containsExactly(kept);
  }

  @Test
  void anOutputThatDoesNotExistIsRefusedWithTheNamesOfThoseThatDo() {
    Run run = export(ONNX, "--outputs", "logits");

    assertThat(run.status()).isEqualTo(ExitStatus.MODEL);
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "repconv: --outputs: the model has no output 'logits', expected some of [result]."
                + " [RC-202]");
  }

  @Test
  void aSizeForASymbolThatDoesNotExistIsRefused() {
    Run run = export(ONNX, "--bind", "T=5");

    assertThat(run.status()).isEqualTo(ExitStatus.MODEL);
    assertThat(run.err()).contains("--bind T: the model has no open size of this name");
    assertThat(files()).isEmpty();
  }

  @Test
  void boundSizesAreThoseOfTheCheck() {
    assertThat(export(ONNX, "--bind", "H=20", "--bind", "W=18").out()).contains("H=20, ");
  }

  @Test
  void externalDataLiesBesideTheFile() {
    Run run = export(ONNX, "--external-data");

    assertThat(run.err()).isEmpty();
    assertThat(files()).containsExactlyInAnyOrder("result.onnx", "result.onnx.data");
    assertThat(operators(target)).contains("Conv");
  }

  @Test
  void theOpsetIsTheOneAskedFor() {
    assertThat(export(ONNX, "--no-verify", "--opset", "21").out()).contains("opset 21");
    assertThat(export(ONNX, "--no-verify").out()).contains("opset 13");
    assertThat(export(TORCHSCRIPT, "--no-verify").out()).contains("opset 17");
  }

  @Test
  void theModelItselfIsNeverReplaced() throws IOException {
    Path model = Files.copy(Fixtures.model(ONNX), folder.resolve("model.onnx"));
    byte[] before = Files.readAllBytes(model);

    Run run = Run.of("export", model.toString(), "--to", "onnx", "-o", model.toString());

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("this is the model itself, expected another file to write to");
    assertThat(model).hasBinaryContent(before);
  }

  @Test
  void aFolderThatDoesNotExistIsAnErrorOfTheEnvironment() {
    target = folder.resolve("no/result.onnx");

    Run run = export(ONNX);

    assertThat(run.status()).isEqualTo(ExitStatus.ENVIRONMENT);
    assertThat(run.err()).contains("does not exist").contains("[RC-303]");
  }

  @Test
  void aCudaDeviceThatIsNotThereIsAnErrorOfTheEnvironment() {
    CudaDevice.assumeNone();
    Run run = export(ONNX, "--device", "cuda");

    assertThat(run.status()).isEqualTo(ExitStatus.ENVIRONMENT);
    assertThat(run.err()).contains("[RC-401]");
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "model.pt, model.onnx",
    "a.b.pt, a.b.onnx",
    "model, model.onnx",
    ".hidden, .hidden.onnx",
    "model.onnx, model.deploy.onnx",
    "model.deploy.onnx, model.deploy.deploy.onnx"
  })
  void theResultLiesBesideTheModel(String model, String result) {
    assertThat(ExportCommand.target(Path.of("some", model))).isEqualTo(Path.of("some", result));
    assertThat(ExportCommand.target(Path.of(model))).isEqualTo(Path.of(result));
  }

  @Test
  void anArchitectureIsRefusedForAFileThatHoldsItsNetwork() {
    Run run = export(TORCHSCRIPT, "--arch", "ResNet-18");

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err())
        .contains("--arch ResNet-18: ")
        .contains("acb.traced.pt is TorchScript, which holds its own network")
        .contains("Leave --arch out.");
  }
}
