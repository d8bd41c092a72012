package io.repconv.converter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.converter.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages of docs/errors show is what the command line says. */
class ErrorMessagesTest {
  @TempDir private Path folder;

  private Path file(String name) {
    return folder.resolve(name);
  }

  private void assertOnPage(String code, Run run) throws IOException {
    String said = run.err().replace("folder " + folder, "folder /models").replace(folder + "/", "");
    String page = Files.readString(Fixtures.page("docs/errors/" + code + ".md"));
    assertThat(page).contains("```\n" + said + "```\n");
    assertThat(page).contains("Exit status " + run.status().number() + ".");
  }

  @ParameterizedTest
  @CsvSource({
    "RC-001, --no-fould",
    "RC-002, --input 1x3x-2x32",
    "RC-101, --no-verify",
    "RC-202, --outputs logits",
    "RC-401, --device cuda"
  })
  void optionsThatDoNotGo(String code, String options) throws IOException {
    if (code.equals("RC-401")) {
      CudaDevice.assumeNone();
    }
    String model = "model.pt";
    if (code.equals("RC-202") || code.equals("RC-401")) {
      Files.copy(Fixtures.model("acb.onnx11-bn.onnx"), file(model));
    }
    assertOnPage(code, Run.of(("export " + file(model) + " --to onnx " + options).split(" ")));
  }

  @Test
  void aFileOfNothing() throws IOException {
    Files.createFile(file("model.pt"));

    assertOnPage("RC-102", export());
  }

  @Test
  void aFileOfBytesThatMeanNothing() throws IOException {
    Files.write(file("model.pt"), HexFormat.of().parseHex("fffe0001020304050607"));

    assertOnPage("RC-103", export());
  }

  @Test
  void theBeginningOfAZip() throws IOException {
    Files.writeString(file("model.pt"), "PK\3\4 and no more", StandardCharsets.ISO_8859_1);

    assertOnPage("RC-105", export());
  }

  @Test
  void aCheckpointWithoutItsArchitecture() throws IOException {
    Files.copy(Fixtures.checkpoint("pth"), file("model.pth"));

    assertOnPage("RC-117", Run.of("export", file("model.pth").toString(), "--to", "onnx"));
  }

  @Test
  void aCheckpointOfOtherSizes() throws IOException {
    Files.copy(Fixtures.checkpoint("pth"), file("model.pth"));

    assertOnPage(
        "RC-121",
        Run.of(("export " + file("model.pth") + " --to onnx --arch ResNet-18:width=2").split(" ")));
  }

  @Test
  void aFolderThatDoesNotExist() throws IOException {
    Path model = Files.copy(Fixtures.model("acb.onnx11-bn.onnx"), file("acb.onnx"));

    assertOnPage(
        "RC-303",
        Run.of(
            "export", model.toString(), "--to", "onnx", "-o", file("out/model.onnx").toString()));
  }

  @Test
  void aBlockThatStaysMultiBranch() throws IOException {
    Files.copy(Fixtures.model("trap-exclusive-average.traced.pt"), file("model.pt"));

    assertOnPage(
        "RC-505",
        Run.of("export", file("model.pt").toString(), "--to", "onnx", "--assert-single-branch"));
  }

  private Run export() {
    return Run.of("export", file("model.pt").toString(), "--to", "onnx");
  }
}
