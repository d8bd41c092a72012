package io.repconv.runtime.torch;

import static io.repconv.runtime.FixtureModel.difference;
import static io.repconv.runtime.FixtureModel.named;
import static io.repconv.runtime.FixtureModel.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.runtime.FixtureModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchModelTest {
  private static TorchModel open(FixtureModel fixture, String... outputs) {
    return TorchModel.open(fixture.path(), List.of("x"), List.of(outputs), 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"traced", "scripted", "frozen", "frozen-folded"})
  void agreesWithPytorchAtTwoSizes(String form) {
    FixtureModel fixture = new FixtureModel("repvgg", "repvgg." + form + ".pt");
    try (TorchModel model = open(fixture, "y")) {
      Tensor small = run(model, "x", fixture.input(0, 1, 3, 13, 18), "y");
      Tensor batch = run(model, "x", fixture.input(1, 2, 3, 10, 7), "y");
      assertThat(difference(fixture.output(0, 1, 14, 7, 9), small)).isLessThan(1e-6);
      assertThat(difference(fixture.output(1, 2, 14, 5, 4), batch)).isLessThan(1e-6);
    }
  }

  @Test
  void outputsOfATupleComeInOrderUnderTheNamesGiven() {
    FixtureModel fixture = new FixtureModel("deeplab", "deeplab.traced.pt");
    try (TorchModel model = open(fixture, "main", "aux")) {
      Map<String, Tensor> y = model.run(Map.of("x", fixture.input(0, 1, 3, 33, 42)));
      assertThat(y).containsOnlyKeys("main", "aux");
      assertThat(difference(fixture.output(0, 1, 4, 33, 42), named(y, "main"))).isLessThan(1e-6);
      assertThat(difference(fixture.secondOutput(0, 1, 4, 33, 42), named(y, "aux")))
          .isLessThan(1e-6);
    }
  }

  @Test
  void outputsOfATupleHaveNamesOfTheirOwn() {
    FixtureModel fixture = new FixtureModel("deeplab", "deeplab.scripted.pt");
    try (TorchModel model = open(fixture)) {
      assertThat(model.run(Map.of("x", fixture.input(0, 1, 3, 33, 42))))
          .containsOnlyKeys("output", "output_1");
    }
  }

  @Test
  void aSizeTheModelCannotTakeIsRefusedWithTorchsReason() {
    FixtureModel fixture = new FixtureModel("repvgg", "repvgg.traced.pt");
    try (TorchModel model = open(fixture, "y")) {
      assertThatThrownBy(() -> model.run(Map.of("x", fixture.input(0, 3, 1, 13, 18))))
          .isInstanceOfSatisfying(
              RepconvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_VERIFIED))
          .hasMessageContaining("repvgg.traced.pt: libtorch cannot run it on x [3, 1, 13, 18] (")
          .hasMessageContaining("to have 3 channels, but got 1 channels instead")
          .message()
          .hasLineCount(1);
    }
  }

  @Test
  void whatIsNoArchiveIsRefusedInOneLine(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("x.pt"), "not an archive");
    assertThatThrownBy(() -> TorchModel.open(file, List.of("x"), List.of("y"), 1))
        .hasMessageStartingWith(file + ": libtorch cannot load it (")
        .hasMessageEndingWith(" [RC-403]")
        .message()
        .hasLineCount(1);
  }
}
