package io.repconv.converter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.repconv.converter.Fixtures;
import io.repconv.graph.ExitStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
  @TempDir private Path folder;

  private Run export(String model, Path bundle, String... more) {
    String file = Fixtures.model(model).toString();
    String target = folder.resolve("net.onnx").toString();
    return Run.of(
        List.of("export", file, "--to", "onnx", "-o", target, "--bundle", bundle.toString()), more);
  }

  private Path bundled(String model, String... more) {
    Path bundle = folder.resolve("bundle");
    assertThat(export(model, bundle, more).err()).isEmpty();
    return bundle;
  }

  private static List<String> files(Path bundle) throws IOException {
    try (Stream<Path> all = Files.walk(bundle)) {
      return all.filter(Files::isRegularFile)
          .map(f -> bundle.relativize(f).toString())
          .sorted()
          .toList();
    }
  }

  private static Run verify(Path bundle, String... more) {
    return Run.of(List.of("verify", bundle.toString()), more);
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBundleHasTheModelItsDataAndWhatItsReceiverNeeds() throws IOException {
    Path bundle = bundled("acb.traced.pt");

    assertThat(files(bundle))
        .containsExactly(
            "README.md",
            "SHA256SUMS",
            "io.json",
            "model.onnx",
            "provenance.json",
            "report.json",
            "test_data_set_0/input_0.pb",
            "test_data_set_0/output_0.pb",
            "test_data_set_1/input_0.pb",
            "test_data_set_1/output_0.pb",
            "test_data_set_2/input_0.pb",
            "test_data_set_2/output_0.pb",
            "test_data_set_3/input_0.pb",
            "test_data_set_3/output_0.pb");
    assertThat(bundle.resolve("model.onnx")).hasSameBinaryContentAs(folder.resolve("net.onnx"));
    for (String line : Files.readAllLines(bundle.resolve("SHA256SUMS"))) {
      assertThat(sha256(bundle.resolve(line.substring(66)))).isEqualTo(line.substring(0, 64));
    }
    assertThat(Files.readString(bundle.resolve("io.json")))
        .contains("\"name\": \"input\"", "\"layout\": \"NCHW\"", "\"floor((H + 1)/2) + 2\"");
    JsonObject provenance =
        JsonParser.parseString(Files.readString(bundle.resolve("provenance.json")))
            .getAsJsonObject();
    assertThat(provenance.getAsJsonObject("source").get("sha256").getAsString())
        .isEqualTo(sha256(Fixtures.model("acb.traced.pt")));
    assertThat(provenance.getAsJsonArray("folds")).hasSize(4);
    assertThat(provenance.get("checked").getAsBoolean()).isTrue();
    assertThat(Files.readString(bundle.resolve("README.md")))
        .containsPattern(
            "trtexec --onnx=model.onnx --minShapes=input:[12]x3x[0-9]+x[0-9]+"
                + " --optShapes=input:[12]x3x")
        .containsPattern("ovc model.onnx --input \"input\\[[12],3,[0-9]+,[0-9]+\\]\"")
        .containsPattern("pnnx model.onnx inputshape=\\[[12],3,[0-9]+,[0-9]+\\]\n")
        .contains("| input | `input` | float | [N, 3, H, W] |")
        .contains("The source names no licence");
  }

  @Test
  void aBundleReplays() {
    Run run = verify(bundled("acb.traced.pt"));

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("13 files as they were written")
        .contains("replayed  as handed over, in ONNX Runtime")
        .containsPattern("test_data_set_3 +output +[0-9.]+e-07")
        .contains("allowed: 1.0e-05 of the largest value of an output");
    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
  }

  @Test
  void weightsInAnotherFileAreHandedOverToo() throws IOException {
    Path bundle = bundled("acb.traced.pt", "--external-data", "--head", "argmax");

    assertThat(files(bundle)).contains("net.onnx.data");
    assertThat(verify(bundle).status()).isEqualTo(ExitStatus.DONE);
  }

  @Test
  void aZipHasTheSameBytesEveryTimeAndReplays() throws IOException {
    Path zip = folder.resolve("handed.zip");
    export("acb.traced.pt", zip);
    byte[] first = Files.readAllBytes(zip);
    export("acb.traced.pt", zip);

    assertThat(Files.readAllBytes(zip)).isEqualTo(first);
    assertThat(verify(zip, "--quiet")).isEqualTo(new Run(ExitStatus.DONE, "", ""));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("handed.zip", "net.onnx");
    }
  }

  @Test
  void anOlderBundleIsReplacedWhole() throws IOException {
    Path bundle = bundled("acb.traced.pt", "--external-data");
    assertThat(files(bundle)).contains("net.onnx.data");

    bundled("acb.traced.pt");

    assertThat(files(bundle)).doesNotContain("net.onnx.data");
  }

  @Test
  void anotherFolderIsNotTouchedAndNothingIsExported() throws IOException {
    Path other = Files.createDirectory(folder.resolve("photos"));
    Files.writeString(other.resolve("a.txt"), "keep");

    Run run = export("acb.traced.pt", other);

    assertThat(run.err())
        .contains("photos: this is neither an older bundle nor an empty folder.")
        .contains("[RC-303]");
    assertThat(run.status()).isEqualTo(ExitStatus.ENVIRONMENT);
    assertThat(other.resolve("a.txt")).hasContent("keep");
    assertThat(folder.resolve("net.onnx")).doesNotExist();
  }

  @Test
  void aChangedFileIsNamed() throws IOException {
    Path bundle = bundled("acb.traced.pt");
    byte[] model = Files.readAllBytes(bundle.resolve("model.onnx"));
    model[model.length / 2] ^= 1;
    Files.write(bundle.resolve("model.onnx"), model);

    Run run = verify(bundle);

    assertThat(run.err()).contains("model.onnx: its SHA-256 is ").contains("[RC-106]");
    assertThat(run.status()).isEqualTo(ExitStatus.MODEL);
  }

  @Test
  void anAddedOrAMissingFileIsNamed() throws IOException {
    Path bundle = bundled("acb.traced.pt");
    Files.writeString(bundle.resolve("extra.sh"), "");
    assertThat(verify(bundle).err()).contains("extra.sh: there is no checksum of it");

    Files.delete(bundle.resolve("extra.sh"));
    Files.delete(bundle.resolve("io.json"));
    assertThat(verify(bundle).err()).contains("io.json: it is not there").contains("[RC-114]");
  }

  @Test
  void aModelThatComputesSomethingElseIsNotEquivalentEvenWithTheRightChecksums()
      throws IOException {
    Path bundle = bundled("acb.traced.pt");
    Path first = bundle.resolve("test_data_set_0/output_0.pb");
    byte[] output = Files.readAllBytes(first);
    output[output.length - 1] ^= 0x40;
    Files.write(first, output);
    Path sums = bundle.resolve("SHA256SUMS");
    Files.writeString(
        sums,
        Files.readAllLines(sums).stream()
            .map(line -> line.endsWith("set_0/output_0.pb") ? replaced(line, first) : line)
            .collect(Collectors.joining("\n", "", "\n")));

    Run run = verify(bundle);

    assertThat(run.err())
        .contains("test_data_set_0, output 'output': off by ")
        .contains("expected at most 1.00e-05.")
        .contains("[RC-502]");
    assertThat(run.out()).contains("NOT as handed over");
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_EQUIVALENT);
  }

  private static String replaced(String line, Path file) {
    try {
      return sha256(file) + line.substring(64);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path zip(String name, int bytes) throws IOException {
    Path zip = folder.resolve("hostile.zip");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      entries.putNextEntry(new ZipEntry(name));
      entries.write(new byte[bytes]);
    }
    return zip;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../out",
        "/out",
        "a/../../out",
        "a/b/c",
        "a\\..\\out",
        "./out",
        "a/./b",
        "C:out",
        ".."
      })
  void aZipThatNamesOtherPlacesIsRefused(String name) throws IOException {
    Run run = verify(zip(name, 1));

    assertThat(run.err()).contains("it names a file '").contains("[RC-113]");
    assertThat(run.status()).isEqualTo(ExitStatus.MODEL);
  }

  @Test
  void aZipThatUnpacksToMuchMoreThanItsSizeIsRefused() throws IOException {
    Run run = verify(zip("model.onnx", 80 << 20));

    assertThat(run.err()).contains("unpacks to more than 4 times its size").contains("[RC-111]");
  }

  @Test
  void whatIsNoBundleIsRefused() throws IOException {
    assertThat(verify(folder).err()).contains("it has no SHA256SUMS").contains("[RC-103]");
    Path text = Files.writeString(folder.resolve("text.zip"), "no zip");
    assertThat(verify(text).err()).contains("text.zip: it ").contains("[RC-106]");
    assertThat(verify(folder.resolve("none.zip")).err()).contains("[RC-101]");
  }

  @Test
  void theToleranceIsTheBundlesUnlessOneIsGiven() throws IOException {
    Path bundle = bundled("acb.traced.pt", "--tolerance", "0.5");

    assertThat(verify(bundle).out()).contains("allowed: 5.0e-01 of the largest value");
    Run strict = verify(bundle, "--tolerance", "1e-12");
    assertThat(strict.err()).contains("expected at most 1.00e-12.");
    assertThat(strict.status()).isEqualTo(ExitStatus.NOT_EQUIVALENT);
  }

  @Test
  void optionsForTwoModelsAreRefusedWithABundle() {
    Run run = verify(folder, "--input", "1x3x8x8");

    assertThat(run.err()).contains("--input: it is for two models");
    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
  }
}
