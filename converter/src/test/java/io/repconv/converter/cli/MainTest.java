package io.repconv.converter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.converter.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
  private record Ended(int status, String printed) {}

  private static Ended main(List<String> options, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), printed);
  }

  @Test
  void theVersionNeedsNoneOfTheLargeLibraries() throws IOException, InterruptedException {
    Ended ended = main(List.of("-Xlog:class+load"), "--version");

    assertThat(ended.printed())
        .contains("repconv " + Version.current())
        .contains("io.repconv.converter.cli.Main")
        .doesNotContain("com.google.protobuf", "ai.onnx", "ai.djl", "org.apache.commons.cli")
        .doesNotContain("io.repconv.graph.Graph ");
    assertThat(ended.status()).isZero();
  }

  @Test
  void theStatusIsThatOfTheProcess() throws IOException, InterruptedException {
    assertThat(main(List.of(), "frobnicate").status()).isEqualTo(2);
    assertThat(main(List.of(), "inspect", "no-such-file.pt").status()).isEqualTo(3);
  }
}
