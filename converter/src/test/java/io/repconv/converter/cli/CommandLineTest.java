package io.repconv.converter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.repconv.converter.Version;
import io.repconv.graph.ExitStatus;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                          | no command was given, expected one of export, verify, inspect, bench
          convert m.pt                                | there is no command 'convert', expected one of export, verify, inspect, bench
          exprot m.pt                                 | Did you mean export?
          --frobnicate export m.pt                    | '--frobnicate' comes before the command
          --quiet                                     | no command was given
          export                                      | --to: it was not given, expected --to onnx.
          export --to onnx                            | MODEL: no file was given, expected one file.
          export a.pt b.pt --to onnx                  | MODEL: 2 were given [a.pt, b.pt], expected one file.
          export m.pt --to tflite                     | --to: 'tflite' is not a format repconv writes, expected onnx.
          export m.pt --to                            | --to: a value is missing, expected --to onnx.
          export m.pt --to onnx --frobnicate          | --frobnicate: 'export' has no such option.
          export m.pt --to onnx --frobnicate          | See repconv export --help.
          export m.pt --to onnx --no-fould            | Did you mean --no-fold?
          export m.pt --to onnx --opst=17             | Did you mean --opset?
          export m.pt --to onnx -x                    | -x: 'export' has no such option.
          export m.pt --to onnx --report r.pdf        | --report: 'r.pdf' has no ending that is known, expected one of .json .xml .sarif .md .html.
          export m.pt --to onnx --opset 12            | --opset: '12', expected a number from 13 to 21.
          export m.pt --to onnx --opset 22            | --opset: '22', expected a number from 13 to 21.
          export m.pt --to onnx --opset latest        | --opset: 'latest', expected a number from 13 to 21.
          export m.pt --to onnx --opset 13 --opset 14 | --opset: it was given more than once, expected it once.
          export m.pt --to onnx --tolerance -1        | --tolerance: '-1', expected a positive number such as 1e-5.
          export m.pt --to onnx --tolerance much      | --tolerance: 'much', expected a positive number such as 1e-5.
          export m.pt --to onnx --tolerance NaN       | --tolerance: 'NaN', expected a positive number such as 1e-5.
          export m.pt --to onnx --head relu           | --head: 'relu', expected argmax or softmax.
          export m.pt --to onnx --outputs a,,b        | --outputs a,,b: a name is empty, expected NAME,NAME,...
          export m.pt --to onnx --bind H              | --bind: 'H', expected SYMBOL=N
          export m.pt --to onnx --bind H=0            | --bind: 'H=0', expected SYMBOL=N
          export m.pt --to onnx --bind H=1 --bind H=2 | --bind: two sizes for H, expected one.
          export m.pt --to onnx --input 1x3x-2x32     | --input 1x3x-2x32: '-2' is not a size
          export m.pt --to onnx --input 1x3x0x32      | --input 1x3x0x32: a size is 0
          export m.pt --to onnx --device gpu          | --device: 'gpu', expected cpu, cuda or cuda:N.
          inspect                                     | MODEL: no file was given, expected one file.
          bench                                       | MODEL: no file was given, expected one file or more.
          bench m.pt --runs 0                         | --runs: '0', expected a number from 1 to 1000000.
          bench m.pt --threads two                    | --threads: 'two', expected a number from 1 to 1024.
          inspect m.pt --opset 17                     | --opset: 'inspect' has no such option.
          """)
  void whatCannotBeUnderstoodEndsWithStatus2AndSaysWhatIsWrong(String line, String message) {
    Run run = Run.of(line.isEmpty() ? new String[0] : line.split(" +"));

    assertThat(run.err()).startsWith("repconv: ").contains(message).doesNotContain("\tat ");
    assertThat(run.err()).containsPattern("\\[RC-00[12]]\\R$");
    assertThat(run.out()).isEmpty();
    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
  }

  /** A command that ends as it is told to. */
  private record Failing(Throwable failure) implements Command {
    @Override
    public String name() {
      return "fail";
    }

    @Override
    public String synopsis() {
      return "";
    }

    @Override
    public String summary() {
      return "Fails.";
    }

    @Override
    public Options options() {
      return new Options();
    }

    @Override
    public ExitStatus run(io.repconv.converter.cli.Arguments arguments, Terminal terminal) {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }
  }

  @Test
  void aBugIsCalledABugAndAsksForAReport() {
    Run run = Run.of(new Failing(new IllegalStateException("surprise")), "fail");

    assertThat(run.err())
        .startsWith("repconv: a bug in repconv: java.lang.IllegalStateException: surprise")
        .contains("Please report it")
        .doesNotContain("\tat ");
    assertThat(run.status()).isEqualTo(ExitStatus.BUG);
    assertThat(Run.of(new Failing(new StackOverflowError()), "fail").status())
        .isEqualTo(ExitStatus.BUG);
  }

  @Test
  void tooLittleMemoryIsAnErrorOfTheEnvironmentWithTheWayOut() {
    Run run = Run.of(new Failing(new OutOfMemoryError()), "fail");

    assertThat(run.err())
        .startsWith("repconv: Java heap: ")
        .contains("MiB are not enough for this model")
        .contains("REPCONV_JAVA_OPTS=-Xmx")
        .contains("[RC-404]");
    assertThat(run.status()).isEqualTo(ExitStatus.ENVIRONMENT);
  }

  @Test
  void anErrorIsDataWithJson() {
    Run run = Run.of("export", "no-such-file.pt", "--to", "onnx", "--json");

    JsonObject error = JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonObject("error");
    assertThat(error.get("code").getAsString()).isEqualTo("RC-101");
    assertThat(error.get("status").getAsInt()).isEqualTo(3);
    assertThat(run.err()).contains(error.get("message").getAsString());
  }

  @Test
  void aStackTraceIsShownOnlyWithDebug() {
    assertThat(Run.of("export", "no-such-file.pt", "--to", "onnx").err()).doesNotContain("\tat ");
    assertThat(Run.of("export", "no-such-file.pt", "--to", "onnx", "--debug").err())
        .contains("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--version", "--quiet --version", "export --version", "inspect --version"})
  void theVersionIsPrinted(String line) {
    Run run = Run.of(line.split(" "));

    assertThat(run.out()).isEqualToIgnoringNewLines("repconv " + Version.current());
    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
  }

  @Test
  void helpListsTheCommands() {
    Run run = Run.of("--help");

    assertThat(run.out()).contains("export ").contains("inspect ").contains("REPCONV_JAVA_OPTS");
    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
  }

  static Stream<Arguments> commandsAndWidths() {
    return CommandLine.COMMANDS.stream()
        .flatMap(command -> Stream.of(60, 80, 120).map(width -> Arguments.of(command, width)));
  }

  @ParameterizedTest
  @MethodSource("commandsAndWidths")
  void helpOfACommandListsItsOptionsWithinTheWidth(Command command, int width) {
    Run run = Run.inColumns(width, command.name(), "--help");

    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
    for (Option option : command.options().getOptions()) {
      assertThat(run.out())
          .contains("  " + io.repconv.converter.cli.Arguments.spelled(option) + " ");
    }
    assertThat(run.out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
  }
}
