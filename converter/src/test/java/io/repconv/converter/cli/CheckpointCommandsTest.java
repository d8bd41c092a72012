package io.repconv.converter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.repconv.converter.Fixtures;
import io.repconv.converter.Model;
import io.repconv.converter.checkpoint.StateDict;
import io.repconv.converter.checkpoint.TrainingCheckpoint;
import io.repconv.graph.ExitStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights by name, as every command takes them. */
class CheckpointCommandsTest {
  private static final String TINY = "ResNet-18:width=2,num_classes=5";

  @TempDir private Path folder;
  private Path target;

  @BeforeEach
  void chooseTarget() {
    target = folder.resolve("result.onnx");
  }

  private Run export(Path file, String... more) {
    return Run.of(List.of("export", file.toString(), "--to", "onnx"), more);
  }

  @ParameterizedTest
  @CsvSource({
    "pth, torch.save checkpoint",
    "wrapped-legacy.pth, torch.save checkpoint",
    "half.pth, 102 tensors of type float16 became float32"
  })
  void aCheckpointIsFoldedWrittenAndChecked(String form, String said) {
    Run run = export(Fixtures.checkpoint(form), "--arch", TINY, "-o", target.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
    assertThat(run.out())
        .contains(said)
        .contains("20 blocks into one convolution each")
        .contains("checked   equivalent to what was read")
        .contains("was not compared with its author's code")
        .contains("wrote     " + target);
    assertThat(Model.read(target).graph().nodes())
        .noneMatch(node -> node.op().name().equals("BatchNormalization"));
  }

  @Test
  void shapesAndHeadsGoWithAnArchitecture() {
    Run run =
        export(
            Fixtures.checkpoint("pth"),
            ("--arch " + TINY + " --input 1x3x64x64 --head softmax -o " + target).split(" "));

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("in   input: float [1, 3, 64, 64]")
        .contains("out  output: float [1, 5]");
    assertThat(Model.read(target).graph().outputs().get(0).name()).isEqualTo("output_softmax");
  }

  @Test
  void anOutputThatTheNetworkDoesNotHaveIsRefused() {
    Run run = export(Fixtures.checkpoint("pth"), "--arch", TINY, "--outputs", "auxiliary");

    assertThat(run.status()).isEqualTo(ExitStatus.MODEL);
    assertThat(run.err()).contains("the model has no output 'auxiliary'");
  }

  @Test
  void whatTrainingWroteNeedsNoArchitecture() {
    Path best = folder.resolve("best");
    StateDict weights = StateDict.read(Fixtures.checkpoint("pth"));
    new TrainingCheckpoint(TINY, weights.tensors(), Map.of(), "{}").write(best);

    Run run = export(best);

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("safetensors, ")
        .contains("note: its architecture is " + TINY)
        .contains("wrote     " + folder.resolve("best.onnx"));
  }

  @Test
  void theOriginalOfAVerificationMayBeACheckpoint() {
    Path file = Fixtures.checkpoint("pth");
    export(file, "--arch", TINY, "--no-verify", "-o", target.toString());

    Run same = Run.of("verify", file.toString(), target.toString(), "--arch", TINY);
    assertThat(same.err()).isEmpty();
    assertThat(same.status()).isEqualTo(ExitStatus.DONE);
    assertThat(same.out()).contains("equivalent to what was read");

    Path half = Fixtures.checkpoint("half.pth");
    Run other = Run.of("verify", half.toString(), target.toString(), "--arch", TINY);
    assertThat(other.status()).isEqualTo(ExitStatus.NOT_EQUIVALENT);
  }

  @Test
  void anArchitectureCanBeInspectedWithoutWeights() {
    Run run = Run.of("inspect", "--arch", TINY);

    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
    assertThat(run.out())
        .contains("read      " + TINY + "\n          architecture, ")
        .contains("note: its weights are random")
        .contains("20 blocks into one convolution each");

    JsonObject json =
        JsonParser.parseString(Run.of("inspect", "--arch", TINY, "--json").out()).getAsJsonObject();
    assertThat(json.getAsJsonObject("model").get("format").getAsString()).isEqualTo("architecture");
  }

  @Test
  void anArchitectureThatIsNotKnownIsRefusedByEveryCommand() {
    assertThat(Run.of("inspect", "--arch", "ResNet-19").err())
        .contains("Did you mean ResNet-18?")
        .contains("[RC-003]");
    assertThat(export(Fixtures.checkpoint("pth"), "--arch", "ResNet-18:widths=2").err())
        .contains("it has no setting 'widths'")
        .contains("Did you mean width?");
  }

  @Test
  void aCheckpointIsMeasuredAgainstItselfFolded() {
    Run run =
        Run.of(
            ("bench " + Fixtures.checkpoint("pth") + " --arch " + TINY + " --runs 1 --threads 1")
                .split(" "));

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("resnet18-tiny.pth, not folded")
        .contains("resnet18-tiny.pth, folded");
  }
}
