package io.repconv.converter.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.converter.Model;
import io.repconv.converter.torchscript.PickleWriter.Call;
import io.repconv.converter.torchscript.archive.FileKind;
import io.repconv.converter.torchscript.archive.FileRecognition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileRecognitionTest {
  private static final byte[] SOME = {1};

  @TempDir Path directory;

  static Stream<Arguments> contents() {
    return Stream.of(
        Arguments.of(FileKind.GIT_LFS_POINTER, "version https://git-lfs.github.com/spec/v1\noid"),
        Arguments.of(FileKind.HTML, "\n<!DOCTYPE html><html><body>404"),
        Arguments.of(FileKind.TEXT, "this is not a model"),
        Arguments.of(FileKind.DJL_PARAMETERS, "DJL@\0\0\0\1"),
        Arguments.of(FileKind.MOBILE_FLATBUFFER, "\30\0\0\0PTMF\0\0"),
        Arguments.of(FileKind.SAFETENSORS, "\20\0\0\0\0\0\0\0{\"a\":{}}"),
        Arguments.of(FileKind.BARE_PICKLE, "\200\4}."),
        Arguments.of(
            FileKind.LEGACY_CHECKPOINT, "\200\2\212\12l\374\234F\371 j\250P\31.\200\2M\351\3."),
        Arguments.of(FileKind.TAR, "x".repeat(257) + "ustar"),
        Arguments.of(FileKind.UNKNOWN, "\10\7\22\3\0\0\0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contents")
  void tellsFilesByTheirFirstBytes(FileKind kind, String content) throws IOException {
    Path file = directory.resolve("model.pt");
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(FileRecognition.recognise(file)).isEqualTo(kind);
  }

  static Stream<Arguments> archives() {
    return Stream.of(
        Arguments.of(FileKind.TORCHSCRIPT, List.of("data.pkl", "constants.pkl")),
        Arguments.of(FileKind.CHECKPOINT, List.of("data.pkl", "data/0")),
        Arguments.of(FileKind.EXPORTED_PROGRAM, List.of("archive_format", "models/model.json")),
        Arguments.of(FileKind.OLD_EXPORTED_PROGRAM, List.of("serialized_exported_program.json")),
        Arguments.of(FileKind.OLD_TORCHSCRIPT, List.of("model.json")),
        Arguments.of(FileKind.TORCH_PACKAGE, List.of(".data/version")),
        Arguments.of(FileKind.OTHER_ZIP, List.of("picture.png")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("archives")
  void tellsZipsByTheirEntries(FileKind kind, List<String> entries) {
    TinyArchive archive = new TinyArchive("m");
    entries.forEach(entry -> archive.stored(entry, SOME));
    assertThat(FileRecognition.recognise(archive.writeZip(directory))).isEqualTo(kind);
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    Path file = Files.createFile(directory.resolve("empty.pt"));
    assertThatThrownBy(() -> FileRecognition.recognise(file))
        .hasMessageContaining("the file is empty")
        .hasMessageEndingWith("[RC-102]");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatThrownBy(() -> FileRecognition.recognise(directory.resolve("none.pt")))
        .hasMessageContaining("no such file")
        .hasMessageEndingWith("[RC-101]");
  }

  @Test
  void refusesADirectory() {
    assertThatThrownBy(() -> FileRecognition.recognise(directory))
        .hasMessageContaining("not a regular file");
  }

  @Test
  void namesTheForbiddenGlobalOfACheckpointBeforeItSaysWhatTheFileIs() {
    Object evil = Map.of("weight", new Call("posix", "system", List.of("touch was-here")));
    Path file =
        new TinyArchive("m").stored("data.pkl", PickleWriter.pickle(evil)).writeZip(directory);
    assertThatThrownBy(() -> Model.read(file))
        .hasMessageContaining("posix.system")
        .hasMessageEndingWith("[RC-107]");
  }
}
