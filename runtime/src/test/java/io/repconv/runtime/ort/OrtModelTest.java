package io.repconv.runtime.ort;

import static io.repconv.runtime.FixtureModel.difference;
import static io.repconv.runtime.FixtureModel.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.runtime.Device;
import io.repconv.runtime.FixtureModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrtModelTest {
  private static final FixtureModel REPVGG = new FixtureModel("repvgg", "repvgg.onnx13.onnx");

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void agreesWithPytorchAtTwoSizes(boolean optimized) {
    OrtOptions options = optimized ? OrtOptions.OPTIMIZED : OrtOptions.PLAIN;
    try (OrtModel model = OrtModel.open(REPVGG.path(), options)) {
      Tensor small = run(model, "image", REPVGG.input(0, 1, 3, 13, 18), "result");
      Tensor batch = run(model, "image", REPVGG.input(1, 2, 3, 10, 7), "result");
      assertThat(difference(REPVGG.output(0, 1, 14, 7, 9), small)).isLessThan(1e-6);
      assertThat(difference(REPVGG.output(1, 2, 14, 5, 4), batch)).isLessThan(1e-6);
    }
  }

  @Test
  void readsWeightsBesideTheFile() {
    FixtureModel external = new FixtureModel("mobileone", "mobileone.onnx17-bn-external.onnx");
    FixtureModel internal = new FixtureModel("mobileone", "mobileone.onnx13.onnx");
    Tensor x = external.input(0, 1, 3, 13, 18);
    try (OrtModel a = OrtModel.open(external.path(), OrtOptions.PLAIN);
        OrtModel b = OrtModel.open(internal.path(), OrtOptions.PLAIN)) {
      Tensor expected = run(b, "image", x, "result");
      assertThat(difference(expected, run(a, "image", x, "result"))).isLessThan(1e-6);
    }
  }

  @Test
  void aModelInMemoryGivesTheSameBits() throws Exception {
    Tensor x = REPVGG.input(0, 1, 3, 13, 18);
    byte[] bytes = Files.readAllBytes(REPVGG.path());
    try (OrtModel file = OrtModel.open(REPVGG.path(), OrtOptions.PLAIN);
        OrtModel memory = OrtModel.open("memory", bytes, OrtOptions.PLAIN)) {
      assertThat(run(memory, "image", x, "result").bytes())
          .isEqualTo(run(file, "image", x, "result").bytes());
    }
  }

  @Test
  void knowsNamesTypesAndShapes() {
    try (OrtModel model = OrtModel.open(REPVGG.path(), OrtOptions.PLAIN)) {
      assertThat(model.inputs())
          .containsExactly(new OrtPort("image", ElementType.FLOAT, Shape.parse("N, 3, H, W")));
      assertThat(model.outputs()).extracting(OrtPort::name).containsExactly("result");
      assertThat(model.runtime()).isEqualTo("ONNX Runtime 1.23.2 on cpu, optimizer off");
    }
  }

  @Test
  void refusesWhatIsNoModelInOneLine() {
    byte[] text = "not a model".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> OrtModel.open("x.onnx", text, OrtOptions.PLAIN))
        .isInstanceOfSatisfying(
            RepconvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_VERIFIED))
        .hasMessageStartingWith("x.onnx: ONNX Runtime cannot load it (")
        .hasMessageEndingWith("). [RC-403]")
        .message()
        .hasLineCount(1);
  }

  @Test
  void refusesInputsThatDoNotFit() {
    try (OrtModel model = OrtModel.open(REPVGG.path(), OrtOptions.PLAIN)) {
      Tensor x = REPVGG.input(0, 3, 1, 13, 18);
      assertThatThrownBy(() -> model.run(Map.of("image", x)))
          .hasMessageContaining("ONNX Runtime cannot run it on image [3, 1, 13, 18] (")
          .hasMessageContaining("Got invalid dimensions for input: image");
    }
  }

  @Test
  void cudaIsRefusedWhereTheBuildHasNone() {
    assumeFalse(CudaBuild.isPresent(), "this build of ONNX Runtime has CUDA");
    assertThatThrownBy(
            () -> OrtModel.open(REPVGG.path(), OrtOptions.OPTIMIZED.on(Device.parse("cuda:1"))))
        .isInstanceOfSatisfying(
            RepconvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_CUDA))
        .hasMessageStartingWith("--device cuda:1: ")
        .hasMessageContaining("this build of ONNX Runtime runs on the CPU only");
  }

  @Test
  void cudaIsRefusedWhereTheMachineHasNone() {
    assumeTrue(CudaBuild.isPresent(), "this build of ONNX Runtime has no CUDA");
    assumeFalse(CudaProvider.hasDriver(), "this machine has an NVIDIA driver");
    assertThatThrownBy(
            () -> OrtModel.open(REPVGG.path(), OrtOptions.OPTIMIZED.on(Device.parse("cuda"))))
        .isInstanceOfSatisfying(
            RepconvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_CUDA))
        .hasMessageStartingWith("--device cuda:0: there is no NVIDIA driver, and ");
  }

  @Test
  void cudaAgreesWithPytorch() {
    assumeTrue(CudaBuild.isUsable(), "no CUDA device, or a build of ONNX Runtime without CUDA");
    try (OrtModel model =
        OrtModel.open(REPVGG.path(), OrtOptions.OPTIMIZED.on(Device.parse("cuda")))) {
      Tensor y = run(model, "image", REPVGG.input(0, 1, 3, 13, 18), "result");
      assertThat(difference(REPVGG.output(0, 1, 14, 7, 9), y)).isLessThan(1e-6);
      assertThat(model.runtime()).contains(" on cuda:0, TF32 off, ").contains(" nodes on CUDA");
    }
  }

  @Test
  void tensorCoresRoundMore() {
    assumeTrue(CudaBuild.isUsable(), "no CUDA device, or a build of ONNX Runtime without CUDA");
    OrtOptions options = OrtOptions.OPTIMIZED.on(Device.parse("cuda")).withTf32();
    try (OrtModel model = OrtModel.open(REPVGG.path(), options)) {
      Tensor y = run(model, "image", REPVGG.input(0, 1, 3, 13, 18), "result");
      assertThat(difference(REPVGG.output(0, 1, 14, 7, 9), y)).isBetween(1e-6, 1e-2);
      assertThat(model.runtime()).contains(" on cuda:0, TF32 on, ");
    }
  }

  /** What this machine and this build of ONNX Runtime can do. */
  private static final class CudaBuild {
    static boolean isPresent() {
      return ai.onnxruntime.OrtEnvironment.getAvailableProviders()
          .contains(ai.onnxruntime.OrtProvider.CUDA);
    }

    static boolean isUsable() {
      try {
        OrtModel.open(REPVGG.path(), OrtOptions.PLAIN.on(Device.parse("cuda"))).close();
        return true;
      } catch (RepconvException e) {
        return false;
      }
    }
  }
}
