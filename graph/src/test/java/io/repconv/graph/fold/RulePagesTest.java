package io.repconv.graph.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RulePagesTest {
  private static final Path PAGES =
      Path.of(System.getProperty("basedir", "")).resolve("../docs/rules");

  @ParameterizedTest
  @EnumSource
  void everyRewriteHasAPageThatSaysWhenItIsExactAndWhenRefused(Rewrite rewrite) throws IOException {
    assertThat(Files.readString(PAGES.resolve(rewrite.id() + ".md")))
        .startsWith("# " + rewrite.title() + "\n")
        .contains("\n```\n")
        .contains("\n## Exact when\n")
        .contains("\n## Refused\n")
        .contains("\n## Example\n")
        .contains("\n## Source\n");
  }

  @Test
  void everyPageHasARewrite() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      List<String> names =
          pages
              .map(page -> page.getFileName().toString())
              .filter(name -> !name.equals("README.md"))
              .toList();
      assertThat(names)
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(Rewrite.values()).map(rewrite -> rewrite.id() + ".md").toList());
    }
  }

  @Test
  void theIndexLinksEveryPage() throws IOException {
    String index = Files.readString(PAGES.resolve("README.md"));
    for (Rewrite rewrite : Rewrite.values()) {
      assertThat(index).contains("| [" + rewrite.id() + "](" + rewrite.id() + ".md) | ");
    }
  }
}
