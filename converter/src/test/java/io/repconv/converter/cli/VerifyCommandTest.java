package io.repconv.converter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.repconv.converter.Fixtures;
import io.repconv.graph.ExitStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyCommandTest {
  @TempDir private Path folder;

  private static Run verify(Path original, Path deployed, String... more) {
    return Run.of(List.of("verify", original.toString(), deployed.toString()), more);
  }

  private static Run export(Path model, Path target, String... more) {
    return Run.of(
        List.of("export", model.toString(), "--to", "onnx", "-o", target.toString()), more);
  }

  private static Run verify(String original, String deployed, String... more) {
    return verify(Fixtures.model(original), Fixtures.model(deployed), more);
  }

  @ParameterizedTest
  @CsvSource({
    "repvgg.onnx9-bn.onnx, repvgg-deploy.onnx",
    "dbb.traced.pt, dbb-deploy.onnx",
    "acb.scripted.pt, acb-deploy.pt",
    "mobileone.onnx9-bn.onnx, mobileone-deploy.pt",
    "dbb-assign.traced.pt, dbb-assign.onnx11-static.onnx",
    "dbb-depthwise.traced.pt, dbb-depthwise.onnx17-static.onnx"
  })
  void theFormThatAuthorsDeployIsEquivalentWhateverTheFormat(String original, String deployed) {
    Run run = verify(original, deployed);

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("equivalent to the original").contains("value by value");
    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
  }

  @Test
  void whatWasExportedIsEquivalentWithTheOptionsItWasExportedWith() {
    Path exported = folder.resolve("deeplab.onnx");
    Path model = Fixtures.model("deeplab.scripted.pt");
    String outputs = "--outputs=output";
    assertThat(export(model, exported, outputs).status()).isEqualTo(ExitStatus.DONE);

    assertThat(verify(model, exported, outputs).status()).isEqualTo(ExitStatus.DONE);
    Run without = verify(model, exported);
    assertThat(without.status()).isEqualTo(ExitStatus.NOT_EQUIVALENT);
    assertThat(without.err())
        .startsWith("repconv: outputs: the deployed model has output float [")
        .contains("--outputs names the outputs of the original")
        .contains("[RC-506]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"argmax", "softmax"})
  void aHeadIsPartOfWhatIsCompared(String head) {
    Path exported = folder.resolve("acb.onnx");
    Path model = Fixtures.model("acb.traced.pt");
    assertThat(export(model, exported, "--head", head).status()).isEqualTo(ExitStatus.DONE);

    Run run = verify(model, exported, "--head", head);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
    assertThat(verify(model, exported).status()).isEqualTo(ExitStatus.NOT_EQUIVALENT);
  }

  @Test
  void portsOfOtherNamesAreMatchedByPlaceAndTold() {
    Run run = verify("repvgg.traced.pt", "repvgg.onnx9-bn.onnx");

    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
    assertThat(run.out())
        .contains("input 'input' was compared with 'image', by its place and shape.");
  }

  @Test
  void unrelatedModelsOfTheSamePortsAreNotEquivalent() {
    Run run = verify("expand.onnx9-bn.onnx", "dilated-branches.onnx13-bn.onnx");

    assertThat(run.status()).isEqualTo(ExitStatus.NOT_EQUIVALENT);
    assertThat(run.out()).contains("NOT equivalent to the original");
    assertThat(run.out())
        .containsPattern("parts at +.* \\([A-Z][a-zA-Z]+\\)\\R +channel [0-9]+ of '");
    assertThat(run.err()).contains("not equivalent, deployed against").contains("[RC-502]");
  }

  @Test
  void theResultIsDataWithJsonAndNothingWithQuiet() {
    Run json = verify("repvgg.onnx9-bn.onnx", "repvgg-deploy.onnx", "--json");
    JsonObject object = JsonParser.parseString(json.out()).getAsJsonObject();
    assertThat(object.get("command").getAsString()).isEqualTo("verify");
    assertThat(object.getAsJsonObject("check").get("passed").getAsBoolean()).isTrue();

    Run quiet = verify("repvgg.onnx9-bn.onnx", "repvgg-deploy.onnx", "--quiet");
    assertThat(quiet.out()).isEmpty();
    assertThat(quiet.status()).isEqualTo(ExitStatus.DONE);
  }

  @Test
  void aModelThatCannotBeReadOrHasNoSuchSizeIsStatus3() {
    assertThat(verify("README.md", "repvgg-deploy.onnx").status()).isEqualTo(ExitStatus.MODEL);
    Run unknown = verify("repvgg.onnx9-bn.onnx", "repvgg-deploy.onnx", "--bind", "Q=3");
    assertThat(unknown.err()).contains("--bind Q: the model has no open size of this name");
    assertThat(unknown.status()).isEqualTo(ExitStatus.MODEL);
  }

  @Test
  void aBadCommandLineIsStatus2() {
    assertUsage(
        Run.of("verify", "a.onnx"),
        "repconv: ORIGINAL DEPLOYED: 1 were given [a.onnx], expected 2 files.");
    assertUsage(
        verify("repvgg.traced.pt", "repvgg-deploy.pt", "--device", "cuda"),
        "expected ONNX, which alone is run on a CUDA device");
    assertUsage(
        verify("repvgg.onnx9-bn.onnx", "repvgg-deploy.onnx", "--tf32"),
        "repconv: --tf32: the device is cpu, expected --device cuda");
  }

  private static void assertUsage(Run run, String message) {
    assertThat(run.err()).contains(message);
    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void aCudaDeviceThatIsNotThereIsAnErrorOfTheEnvironment() {
    CudaDevice.assumeNone();
    Run run = verify("repvgg.onnx9-bn.onnx", "repvgg-deploy.onnx", "--device", "cuda", "--tf32");

    assertThat(run.err()).contains("there is no NVIDIA driver").contains("[RC-401]");
    assertThat(run.status()).isEqualTo(ExitStatus.ENVIRONMENT);
  }
}
