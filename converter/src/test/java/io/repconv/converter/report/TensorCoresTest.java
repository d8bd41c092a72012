package io.repconv.converter.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.repconv.converter.Fixtures;
import io.repconv.converter.Model;
import io.repconv.converter.Verification;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A run with TF32 on is reported apart; here the run without stands in for it. */
class TensorCoresTest {
  private final Model original = Model.read(Fixtures.model("acb.onnx11-bn.onnx"));
  private final Model deployed = Model.read(Fixtures.model("acb-deploy.onnx"));
  private final Verification without = Verification.of(original, deployed);
  private final Verification with =
      new Verification(original, deployed, without.check(), Optional.of(without.check()));

  @Test
  void itsErrorsAreStatedInASectionOfTheirOwn() {
    String text = VerifyText.of(with, 100, false);

    assertThat(text).contains("\nTF32      on, as deployed; stated, not judged\n");
    assertThat(text.split("\nTF32 ", -1)[1])
        .contains("worst error")
        .contains("deployed against float64")
        .contains("deployed against original")
        .doesNotContain("allowed");
    assertThat(VerifyText.of(without, 100, false)).doesNotContain("TF32");
  }

  @Test
  void itIsACheckOfItsOwnInTheData() {
    JsonObject check = VerifyJson.of(with).getAsJsonObject("tensorCores");

    assertThat(check.get("passed").getAsBoolean()).isTrue();
    assertThat(VerifyJson.of(without).get("tensorCores").isJsonNull()).isTrue();
  }
}
