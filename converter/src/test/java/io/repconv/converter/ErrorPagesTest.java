package io.repconv.converter;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorPagesTest {
  private static final Path PAGES = Fixtures.page("docs/errors");

  @ParameterizedTest
  @EnumSource
  void everyCodeHasAPageWithItsMessageItsStatusAndWhatToDo(ErrorCode code) throws IOException {
    assertThat(Files.readString(PAGES.resolve(code.code() + ".md")))
        .startsWith("# " + code.code() + ": ")
        .contains("\nrepconv: ")
        .contains("[" + code.code() + "]")
        .contains("\nExit status " + code.status().number() + ".\n")
        .contains("\n## What it means\n")
        .contains("\n## What to do\n");
  }

  @Test
  void everyPageHasACode() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      List<String> names = pages.map(page -> page.getFileName().toString()).toList();
      assertThat(names)
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(ErrorCode.values()).map(code -> code.code() + ".md").toList());
    }
  }
}
