package io.repconv.converter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.repconv.converter.Fixtures;
import io.repconv.graph.ExitStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
  private static Run bench(String... words) {
    List<String> line = new ArrayList<>(List.of("bench", "--runs", "3", "--threads", "1"));
    for (String word : words) {
      line.add(word.matches(".*\\.(pt|onnx)") ? Fixtures.model(word).toString() : word);
    }
    return Run.of(line);
  }

  @Test
  void oneModelIsMeasuredAgainstItselfFoldedInOneRuntime() {
    Run run = bench("acb.traced.pt", "--bind", "H=32", "--bind", "W=48");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("ran on    cpu, 1 thread of ")
        .contains("in   input: float [1, 3, 32, 48]")
        .containsPattern("by   ONNX Runtime [0-9.]+ on cpu\n")
        .contains("3 runs of each in turn, after 5 to warm up")
        .containsPattern("acb\\.traced\\.pt, not folded +[0-9.]+ +[0-9.]+ \\.\\. [0-9.]+ +1\\.00\n")
        .containsPattern(
            "acb\\.traced\\.pt, folded +[0-9.]+ +[0-9.]+ \\.\\. [0-9.]+ +[0-9.]+ +[0-9.]+ \\.\\. ")
        .contains("below 1 is faster")
        .doesNotContain("runtimes differ");
    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
  }

  @Test
  void severalRunAsTheyAreOnTheSameInputs() {
    Run run = bench("acb.traced.pt", "acb.onnx11-bn.onnx", "--input", "1x3x32x48");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("by   libtorch [0-9.]+ on cpu\n")
        .containsPattern("by   ONNX Runtime [0-9.]+ on cpu\n")
        .contains("note: the runtimes differ too");
  }

  @Test
  void theSameIsThereAsData() {
    JsonObject result =
        JsonParser.parseString(
                bench("acb.onnx11-bn.onnx", "acb-deploy.onnx", "--json", "--bind", "N=2").out())
            .getAsJsonObject();

    assertThat(result.get("runs").getAsInt()).isEqualTo(3);
    assertThat(result.getAsJsonArray("inputs").toString()).contains("\"shape\":[2,3,224,224]");
    assertThat(result.get("worstError").getAsDouble())
        .isPositive()
        .isLessThan(result.get("tolerance").getAsDouble());
    JsonArray models = result.getAsJsonArray("models");
    assertThat(models).hasSize(2);
    assertThat(models.get(0).getAsJsonObject().get("ratio"))
        .isEqualTo(JsonParser.parseString("{first: 1.0, median: 1.0, third: 1.0}"));
    assertThat(
            models.get(1).getAsJsonObject().getAsJsonObject("seconds").get("median").getAsDouble())
        .isPositive();
  }

  @Test
  void modelsThatComputeSomethingElseAreNotTimed() {
    Run run = bench("acb.onnx11-bn.onnx", "dbb.onnx13-bn.onnx", "--bind", "H=32", "--bind", "W=32");

    assertThat(run.err())
        .contains("dbb.onnx13-bn.onnx: output 'result': shape ")
        .contains("[RC-502]");
    assertThat(run.out()).isEmpty();
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_EQUIVALENT);
  }

  @Test
  void modelsWithOtherInputsAreRefused() {
    assertThat(bench("dbb-assign.onnx11-static.onnx", "psp.onnx11-static.onnx").err())
        .contains("psp.onnx11-static.onnx: input 'image' has shape [1, 3, 48, 72], expected")
        .contains("[1, 3, 13, 18], as input 'image' of ")
        .contains("[RC-201]");
  }

  @Test
  void aSizeThatNoModelHasIsRefused() {
    assertThat(bench("acb.onnx11-bn.onnx", "--bind", "Q=3").err())
        .contains("--bind Q: no model has an open size of this name, expected some of [")
        .contains("[RC-202]");
  }

  @Test
  void libtorchIsNotTakenToACudaDevice() {
    Run run = bench("acb.traced.pt", "acb-deploy.onnx", "--device", "cuda");

    assertThat(run.err())
        .contains("acb.traced.pt runs in libtorch, on the CPU alone, expected ONNX models");
    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
  }
}
