package io.repconv.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.Device;
import io.repconv.runtime.FixtureModel;
import io.repconv.runtime.ort.Placement.Placed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final FixtureModel REPVGG = new FixtureModel("repvgg", "repvgg.onnx13.onnx");
  private static final Device DEVICE = Device.parse("cuda");
  private static final Placed CONV = new Placed("conv1", "Conv", "CUDAExecutionProvider");
  private static final Placed SHAPE = new Placed("shape1", "Shape", "CPUExecutionProvider");
  private static final Placed GEMM = new Placed("head", "Gemm", "CPUExecutionProvider");

  @Test
  void theProfileOfARunTellsTheProviderOfEveryNode() throws Exception {
    try (SessionOptions options = OrtRuntime.sessionOptions(OrtOptions.PLAIN)) {
      Profile profile = Profile.of(options);
      try (OrtSession session =
              OrtRuntime.environment().createSession(REPVGG.path().toString(), options);
          OnnxTensor x =
              OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), new float[1][3][13][18])) {
        session.run(Map.of("image", x)).close();
        Placement placement = profile.end(session);

        assertThat(placement.nodes().stream().filter(node -> node.operator().equals("Conv")))
            .hasSize(8)
            .allSatisfy(node -> assertThat(node.provider()).isEqualTo("CPUExecutionProvider"));
        assertThatThrownBy(() -> placement.requireOn(DEVICE))
            .isInstanceOfSatisfying(
                RepconvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_CUDA))
            .hasMessageStartingWith(
                "--device cuda:0: ONNX Runtime ran all %d nodes on the CPU, expected every convolution"
                    .formatted(placement.nodes().size()));
      }
    }
  }

  @Test
  void nothingIsLeftOfAProfile() throws Exception {
    try (SessionOptions options = OrtRuntime.sessionOptions(OrtOptions.PLAIN)) {
      Profile profile = Profile.of(options);
      OrtRuntime.environment().createSession(REPVGG.path().toString(), options).close();
      assertThat(profile.folder()).isNotEmptyDirectory();
      profile.remove();
      assertThat(profile.folder()).doesNotExist();
    }
  }

  @Test
  void arithmeticOnSizesMayRunOnTheCpuAndIsNamed() {
    Placement placement = new Placement(List.of(CONV, CONV, SHAPE));

    assertThatCode(() -> placement.requireOn(DEVICE)).doesNotThrowAnyException();
    assertThat(placement).hasToString("2 of 3 nodes on CUDA, on the CPU shape1 (Shape)");
    assertThat(new Placement(List.of(CONV))).hasToString("all 1 nodes on CUDA");
  }

  @Test
  void aLayerOnTheCpuIsNoRunOnTheDevice() {
    assertThatThrownBy(() -> new Placement(List.of(CONV, SHAPE, GEMM)).requireOn(DEVICE))
        .hasMessageContaining("ONNX Runtime ran 2 of 3 nodes on the CPU, head (Gemm) among them");
  }
}
