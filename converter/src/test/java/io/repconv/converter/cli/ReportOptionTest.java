package io.repconv.converter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.repconv.converter.Fixtures;
import io.repconv.graph.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportOptionTest {
  @TempDir private Path folder;

  private Run export(String model, String... more) {
    String file = Fixtures.model(model).toString();
    String target = folder.resolve("result.onnx").toString();
    return Run.of(List.of("export", file, "--to", "onnx", "-o", target), more);
  }

  private String report(String name) {
    return folder.resolve(name).toString();
  }

  private JsonObject json(String name) throws IOException {
    return JsonParser.parseString(Files.readString(folder.resolve(name))).getAsJsonObject();
  }

  @Test
  void everyReportThatIsAskedForIsWrittenAndNothingElse() {
    Run run =
        export(
            "acb.onnx11-bn.onnx",
            "--no-verify",
            "--report",
            report("a.json"),
            "--report",
            report("b.xml"),
            "--report",
            report("c.sarif"),
            "--report",
            report("d.md"));

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("result.onnx", "a.json", "b.xml", "c.sarif", "d.md");
  }

  @Test
  void theReportIsWhatJsonPrints() throws IOException {
    Run run = export("acb.onnx11-bn.onnx", "--no-verify", "--json", "--report", report("r.json"));

    JsonObject printed = JsonParser.parseString(run.out()).getAsJsonObject();
    JsonObject written = json("r.json");
    printed.getAsJsonObject("environment").remove("time");
    written.getAsJsonObject("environment").remove("time");
    assertThat(written).isEqualTo(printed);
  }

  @Test
  void aComparisonIsReported() throws IOException {
    Run run =
        Run.of(
            "verify",
            Fixtures.model("repvgg.onnx9-bn.onnx").toString(),
            Fixtures.model("repvgg-deploy.onnx").toString(),
            "--report",
            report("r.json"));

    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
    assertThat(json("r.json").get("command").getAsString()).isEqualTo("verify");
    assertThat(json("r.json").getAsJsonObject("check").get("passed").getAsBoolean()).isTrue();
  }

  @Test
  void aFailedCheckIsReportedToo() throws IOException {
    Run run = export("acb.onnx11-bn.onnx", "--tolerance", "1e-30", "--report", report("r.json"));

    assertThat(run.status()).isEqualTo(ExitStatus.NOT_EQUIVALENT);
    JsonObject check = json("r.json").getAsJsonObject("check");
    assertThat(check.get("passed").getAsBoolean()).isFalse();
    assertThat(run.err()).contains(check.get("failure").getAsString());
  }

  @Test
  void anErrorBeforeTheResultIsReportedWithWhatIsKnown() throws IOException {
    Run run =
        export(
            "trap-exclusive-average.traced.pt",
            "--assert-single-branch",
            "--report",
            report("r.json"));

    assertThat(run.status()).isEqualTo(ExitStatus.MULTI_BRANCH);
    JsonObject report = json("r.json");
    assertThat(report.getAsJsonObject("error").get("code").getAsString()).isEqualTo("RC-505");
    assertThat(report.getAsJsonArray("multiBranch")).isNotEmpty();
  }

  @Test
  void aModelThatCannotBeReadIsReported() throws IOException {
    Run run = export("no-such-file.pt", "--report", report("r.json"));

    assertThat(run.status()).isEqualTo(ExitStatus.MODEL);
    assertThat(json("r.json").getAsJsonObject("error").get("code").getAsString())
        .isEqualTo("RC-101");
  }

  @Test
  void aReportThatCannotBeWrittenIsAnErrorOfTheEnvironment() {
    Run run = export("acb.onnx11-bn.onnx", "--no-verify", "--report", report("nowhere/r.json"));

    assertThat(run.status()).isEqualTo(ExitStatus.ENVIRONMENT);
    assertThat(run.err()).contains("nowhere does not exist").contains("[RC-303]");
  }

  @Test
  void aFailedCheckStaysTheOutcomeWhereItsReportCannotBeWritten() {
    Run run =
        export("acb.onnx11-bn.onnx", "--tolerance", "1e-30", "--report", report("nowhere/r.md"));

    assertThat(run.status()).isEqualTo(ExitStatus.NOT_EQUIVALENT);
    assertThat(run.err()).contains("[RC-502]").contains("[RC-303]");
  }

  @Test
  void anUnknownEndingIsRefusedBeforeAnythingIsDone() {
    Run run = export("acb.onnx11-bn.onnx", "--report", report("r.pdf"));

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(folder).isEmptyDirectory();
  }
}
