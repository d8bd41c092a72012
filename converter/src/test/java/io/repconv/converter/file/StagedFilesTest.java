package io.repconv.converter.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFilesTest {
  @TempDir private Path folder;

  @Test
  void whatIsPublishedReplacesTheFileAndBringsItsCompanions() throws IOException {
    Path target = Files.writeString(folder.resolve("model.onnx"), "old");

    try (StagedFiles staged = StagedFiles.beside(target)) {
      Files.writeString(staged.add("model.onnx.data"), "weights");
      Files.writeString(staged.main(), "new");
      assertThat(target).hasContent("old");

      staged.publish();
    }

    assertThat(target).hasContent("new");
    assertThat(folder.toFile().list()).hasSize(2);
    assertThat(folder.resolve("model.onnx.data")).hasContent("weights");
  }

  @Test
  void whatIsNotPublishedDisappearsAndTheOlderFileStays() throws IOException {
    Path target = Files.writeString(folder.resolve("model.onnx"), "old");

    try (StagedFiles staged = StagedFiles.beside(target)) {
      Files.writeString(staged.main(), "half");
    }

    assertThat(target).hasContent("old");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void theFileBehindALinkIsReplacedNotTheLink() throws IOException {
    Path real = Files.writeString(folder.resolve("real.onnx"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.onnx"), real.getFileName());

    try (StagedFiles staged = StagedFiles.beside(link)) {
      Files.writeString(staged.main(), "new");
      staged.publish();
    }

    assertThat(link).isSymbolicLink().hasContent("new");
    assertThat(real).hasContent("new");
  }

  @Test
  void aFolderIsNotReplaced() {
    assertThatExceptionOfType(RepconvException.class)
        .isThrownBy(() -> StagedFiles.beside(folder))
        .withMessage(
            folder
                + ": this is not a regular file.\n"
                + "  Nothing was written; a file that was there is unchanged. [RC-303]");
  }

  @Test
  void aDeviceIsNotReplaced() {
    assertThatExceptionOfType(RepconvException.class)
        .isThrownBy(() -> StagedFiles.beside(Path.of("/dev/null")))
        .withMessageContaining("/dev/null: this is not a regular file");
  }

  @Test
  void aFolderThatDoesNotExistIsNamed() {
    assertThatExceptionOfType(RepconvException.class)
        .isThrownBy(() -> StagedFiles.beside(folder.resolve("no/model.onnx")))
        .withMessageContaining("the folder " + folder.resolve("no") + " does not exist")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CANNOT_WRITE));
  }
}
