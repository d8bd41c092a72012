package io.repconv.converter.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import com.google.gson.JsonObject;
import io.repconv.converter.Export;
import io.repconv.converter.Fixtures;
import io.repconv.converter.Folded;
import io.repconv.converter.Model;
import io.repconv.converter.WriteOptions;
import io.repconv.runtime.check.CheckPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiverReplayTest {
  @TempDir private Path folder;

  private Map<String, Double> replay(Folded folded) throws IOException, OrtException {
    Export export = folded.write(folder.resolve("repvgg.onnx"), WriteOptions.DEFAULT);
    Path bundle = folder.resolve("bundle");
    new Bundle(export, CheckPolicy.DEFAULT, new JsonObject()).write(bundle);
    return ReceiverReplay.errors(bundle);
  }

  @Test
  void theBundleOfARepVggReplaysWithOnnxRuntimeAlone() throws IOException, OrtException {
    Map<String, Double> errors = replay(Model.read(Fixtures.model("repvgg-a0-eighth.pt")).fold());

    assertThat(errors)
        .containsOnlyKeys(
            "test_data_set_0 output",
            "test_data_set_1 output",
            "test_data_set_2 output",
            "test_data_set_3 output");
    assertThat(errors.values()).allSatisfy(e -> assertThat(e).isPositive().isLessThan(2e-6));
  }

  @Test
  void theBundleOfOneInHalfPrecisionReplaysToHalfPrecision() throws IOException, OrtException {
    Folded folded = Model.read(Fixtures.model("repvgg-a0-eighth.pt")).fold();

    assertThat(replay(folded.inHalfPrecision(CheckPolicy.DEFAULT)).values())
        .allSatisfy(e -> assertThat(e).isBetween(1e-5, 1e-2));
  }
}
