package io.repconv.converter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in docs/guide/library.md is what a reader can compile and run. */
class LibraryGuideTest {
  private static final Path FIXTURES =
      Path.of(Objects.requireNonNull(System.getProperty("repconv.fixtures")));

  @TempDir private Path folder;

  @Test
  void itsProgramCompilesAndExports() throws Exception {
    String page = Files.readString(FIXTURES.resolveSibling("docs/guide/library.md"));
    Matcher program = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(program.find()).isTrue();
    Path source = Files.writeString(folder.resolve("Example.java"), program.group(1));
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                messages,
                messages,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(status).as(messages.toString(StandardCharsets.UTF_8)).isZero();

    Path target = folder.resolve("model.onnx");
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      loader
          .loadClass("Example")
          .getMethod("main", String[].class)
          .invoke(
              null,
              (Object)
                  new String[] {
                    FIXTURES.resolve("models/repvgg-a0-eighth.pt").toString(), target.toString()
                  });
    }
    assertThat(target).isNotEmptyFile();
  }
}
