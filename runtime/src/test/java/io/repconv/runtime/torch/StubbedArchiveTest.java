package io.repconv.runtime.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.Tensor;
import io.repconv.runtime.FixtureModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StubbedArchiveTest {
  private static final FixtureModel SCRIPTED = new FixtureModel("repvgg", "repvgg.scripted.pt");

  @TempDir Path folder;

  private static StubbedArchive knowing(String... unknown) {
    StubbedArchive archive = new StubbedArchive(Path.of("model.pt"));
    for (String operator : unknown) {
      assertThat(archive.learn("Unknown builtin op: %s.\nCould not find".formatted(operator)))
          .isTrue();
    }
    return archive;
  }

  @Test
  void aCallBecomesAnException() {
    String source =
        """
        if torch.eq(mode, "new"):
          _1 = torch.brand_new(x, (size)[0], ")")
        else:
          _1 = torch.relu(torch.brand_new_too(x))
        """;

    assertThat(knowing("aten::brand_new").stubbed(source))
        .isEqualTo(
            """
            if torch.eq(mode, "new"):
              ops.prim.RaiseException("aten::brand_new is unknown to this libtorch")
              _1 = uninitialized(Tensor)
            else:
              _1 = torch.relu(torch.brand_new_too(x))
            """);
  }

  @Test
  void aCallWithinAnotherAndOneOfSeveralResultsKeepTheirTypes() {
    String source =
        """
        _1 = torch.add(torch.brand_new(x), torch.brand_new(y))
        a, b, = ops.vision.pair(x)
        """;

    assertThat(knowing("aten::brand_new", "vision::pair").stubbed(source))
        .contains("_1 = torch.add(uninitialized(Tensor), uninitialized(Tensor))\n")
        .contains("a, b, = uninitialized(Tuple[Tensor, Tensor])\n");
  }

  @Test
  void textIsNoCall() {
    String source = "_1 = \"torch.brand_new(\\\"x\\\")\"\n";

    assertThat(knowing("aten::brand_new").stubbed(source)).isEqualTo(source);
  }

  @Test
  void whatLibtorchDoesNotCallUnknownIsNotReplaced() {
    StubbedArchive archive = knowing("aten::brand_new");

    assertThat(archive.learn("Unknown builtin op: aten::brand_new.")).isFalse();
    assertThat(archive.learn("Expected at most 3 arguments but found 4")).isFalse();
    assertThat(archive.operators()).containsExactly("aten::brand_new");
  }

  @Test
  void runsAnArchiveWithUnknownOperatorsThatItNeverReachesAndSaysSo() throws IOException {
    Path newer =
        edited(
            "  def forward(",
            "    if torch.eq(torch.dim(x), 9):\n      x = torch.brand_new(x)\n    else:\n      pass\n");

    try (TorchModel model = TorchModel.open(newer, List.of("x"), List.of("y"), 1)) {
      Tensor y = FixtureModel.run(model, "x", SCRIPTED.input(0, 1, 3, 13, 18), "y");

      assertThat(FixtureModel.difference(SCRIPTED.output(0, 1, 14, 7, 9), y)).isLessThan(1e-6);
      assertThat(model.notes())
          .singleElement()
          .asString()
          .contains("does not know aten::brand_new: it ran a copy of the file")
          .contains("None was reached.");
    }
  }

  @Test
  void failsWhereAnUnknownOperatorIsReached() throws IOException {
    Path newer = edited("  def forward(", "    x = torch.brand_new(x)\n");

    try (TorchModel model = TorchModel.open(newer, List.of("x"), List.of("y"), 1)) {
      assertThatThrownBy(() -> model.run(Map.of("x", SCRIPTED.input(0, 1, 3, 13, 18))))
          .hasMessageContaining("libtorch cannot run it on x [1, 3, 13, 18]")
          .hasMessageContaining("aten::brand_new is unknown to this libtorch")
          .hasMessageContaining("[RC-403]");
    }
  }

  /** The scripted fixture with statements at the start of every method that takes x. */
  private Path edited(String method, String statements) throws IOException {
    Path target = folder.resolve("newer.pt");
    try (ZipFile from = new ZipFile(SCRIPTED.path().toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(target))) {
      for (ZipEntry entry : from.stream().toList()) {
        byte[] content = from.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith(".py")) {
          String source = new String(content, StandardCharsets.UTF_8);
          content =
              source
                  .replaceAll(
                      "(?s)(" + method.replace("(", "\\(") + "[^\\n]*\\n\\s+x: Tensor[^\\n]*\\n)",
                      "$1" + statements)
                  .getBytes(StandardCharsets.UTF_8);
        }
        to.putNextEntry(new ZipEntry(entry.getName()));
        to.write(content);
      }
    }
    return target;
  }
}
