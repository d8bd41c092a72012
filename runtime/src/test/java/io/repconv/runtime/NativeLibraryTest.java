package io.repconv.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.RepconvException;
import io.repconv.runtime.ort.OrtModel;
import io.repconv.runtime.ort.OrtOptions;
import io.repconv.runtime.torch.TorchModel;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native libraries load once a JVM, so these tests start their own. */
class NativeLibraryTest {
  private static final FixtureModel ONNX = new FixtureModel("repvgg", "repvgg.onnx13.onnx");
  private static final FixtureModel TORCH = new FixtureModel("repvgg", "repvgg.traced.pt");

  @TempDir Path folder;

  /** Runs a model and prints the error, if there is one. */
  static final class Run {
    private Run() {}

    public static void main(String[] arguments) {
      boolean torch = arguments[0].equals("torch");
      FixtureModel fixture = torch ? TORCH : ONNX;
      try (RunnableModel model =
          torch
              ? TorchModel.open(fixture.path(), List.of("image"), List.of("result"), 1)
              : OrtModel.open(fixture.path(), OrtOptions.OPTIMIZED)) {
        FixtureModel.run(model, "image", fixture.input(0, 1, 3, 13, 18), "result");
      } catch (RepconvException e) {
        System.out.print(e.getMessage());
      }
    }
  }

  private static String output(String runtime, String without, String... options) throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> without.isEmpty() || !entry.contains(without))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-Drepconv.fixtures=" + System.getProperty("repconv.fixtures"));
    command.addAll(List.of("-cp", classPath, Run.class.getName(), runtime));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  @Test
  void neitherRuntimePrintsAnything() throws Exception {
    assertThat(output("ort", "")).isEmpty();
    assertThat(output("torch", "")).isEmpty();
  }

  @Test
  void aMissingLibtorchIsSaidWithWhatToDo() throws Exception {
    assertThat(output("torch", "pytorch-native-cpu", "-DDJL_CACHE_DIR=" + folder))
        .startsWith("libtorch cannot be loaded (there is none for ")
        .contains("It runs the original TorchScript model that the export is checked against.")
        .contains("450 MB in " + folder)
        .endsWith("[RC-402]");
  }

  @Test
  void aMissingOnnxRuntimeIsSaidWithWhatToDo() throws Exception {
    assertThat(output("ort", "", "-Donnxruntime.native.path=" + folder))
        .startsWith("ONNX Runtime's native library cannot be loaded (")
        .contains("It needs x86-64 or arm64 with glibc 2.27")
        .endsWith("[RC-402]");
  }
}
