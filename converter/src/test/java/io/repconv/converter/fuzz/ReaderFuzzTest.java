package io.repconv.converter.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.repconv.converter.Model;
import io.repconv.converter.checkpoint.StateDict;
import io.repconv.converter.onnx.GraphFromOnnx;
import io.repconv.converter.pt2.GraphFromExportedProgram;
import io.repconv.converter.torchscript.GraphFromTorchScript;
import io.repconv.converter.torchscript.pickle.TorchGlobals;
import io.repconv.converter.torchscript.pickle.Unpickler;
import io.repconv.graph.ExitStatus;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Whatever a file holds, a reader returns or refuses it with exit status 3. An ordinary test run
 * tries the seeds in the resources; the profile {@code fuzz} makes inputs of them.
 */
class ReaderFuzzTest {
  /** The pickle of {@code __torch__.M()}, a model without attributes. */
  private static final byte[] MODEL =
      "\u0080\u0002c__torch__\nM\n)\u0081}b.".getBytes(StandardCharsets.ISO_8859_1);

  private static final byte[] NO_CONSTANTS = "\u0080\u0002).".getBytes(StandardCharsets.ISO_8859_1);

  private static Path folder = Path.of("");

  @BeforeAll
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("fuzz");
  }

  @AfterAll
  static void removeFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("model"));
    Files.delete(folder);
  }

  private interface Reading {
    void run() throws IOException;
  }

  private static void requireRefusal(Reading reading) {
    try {
      reading.run();
    } catch (RepconvException e) {
      assertThat(e.code().status()).isEqualTo(ExitStatus.MODEL);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("model"), content);
  }

  /** A zip with these entries, stored, with the checksums that they have. */
  private static Path archive(Map<String, byte[]> entries) throws IOException {
    Path path = folder.resolve("model");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      for (Map.Entry<String, byte[]> content : entries.entrySet()) {
        ZipEntry entry = new ZipEntry("m/" + content.getKey());
        CRC32 crc = new CRC32();
        crc.update(content.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content.getValue());
      }
    }
    return path;
  }

  @FuzzTest(maxDuration = "1m")
  void zip(byte[] bytes) {
    requireRefusal(() -> Model.read(file(bytes)));
  }

  @FuzzTest(maxDuration = "1m")
  void pickle(byte[] bytes) {
    requireRefusal(
        () -> Unpickler.unpickle("pickle", ByteBuffer.wrap(bytes), TorchGlobals::ofArchive));
  }

  /** The source of a model, parsed and evaluated. */
  @FuzzTest(maxDuration = "1m")
  void source(byte[] text) {
    requireRefusal(
        () -> {
          Path path =
              archive(
                  Map.of(
                      "version", new byte[] {'3'},
                      "data.pkl", MODEL,
                      "constants.pkl", NO_CONSTANTS,
                      "code/__torch__.py", text));
          GraphFromTorchScript.read(path, List.of());
        });
  }

  @FuzzTest(maxDuration = "1m")
  void onnx(byte[] bytes) {
    requireRefusal(() -> GraphFromOnnx.read(file(bytes)));
  }

  /** Weights in any container: a legacy stream, safetensors, DJL's parameters. */
  @FuzzTest(maxDuration = "1m")
  void weights(byte[] bytes) {
    requireRefusal(() -> StateDict.read(file(bytes)));
  }

  /** The pickle of a zip checkpoint with one storage of 64 bytes. */
  @FuzzTest(maxDuration = "1m")
  void checkpoint(byte[] pickle) {
    requireRefusal(
        () -> StateDict.read(archive(Map.of("data.pkl", pickle, "data/0", new byte[64]))));
  }

  /** The program of a torch.export archive without weights. */
  @FuzzTest(maxDuration = "1m")
  void exported(byte[] json) {
    requireRefusal(
        () -> {
          Path path =
              archive(
                  Map.of(
                      "archive_format",
                      "pt2".getBytes(StandardCharsets.UTF_8),
                      "models/model.json",
                      json));
          GraphFromExportedProgram.read(path, List.of());
        });
  }
}
