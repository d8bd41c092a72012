package io.repconv.converter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.converter.Fixtures;
import io.repconv.graph.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "```\n\\./repconv (export (\\S+) --to onnx)\n```.*?```text\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void theExampleInTheReadmePrintsWhatIsShownThere() throws IOException {
    Matcher example = EXAMPLE.matcher(Files.readString(Fixtures.page("README.md")));
    assertThat(example.find()).isTrue();
    Path model = Path.of(example.group(2));
    Path copy =
        Files.createDirectories(folder.resolve(model).getParent()).resolve(model.getFileName());
    Files.copy(Fixtures.page(model.toString()), copy);

    Run run = Run.of(example.group(1).replace(model.toString(), copy.toString()).split(" "));

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
    assertThat(withoutMeasurements(run.out().replace(folder + "/", "")))
        .isEqualTo(withoutMeasurements(example.group(3)));
  }

  /** Times, and the last digits of errors, differ from machine to machine. */
  private static String withoutMeasurements(String text) {
    return text.replaceAll("[0-9.]+ s(,?)\\s+", "TIME$1 ")
        .replaceAll("[0-9]\\.[0-9]e-[0-9]{2}", "E")
        .replaceAll("[0-9]+ dB", "dB");
  }
}
