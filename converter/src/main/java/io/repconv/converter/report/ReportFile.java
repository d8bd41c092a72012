package io.repconv.converter.report;

import io.repconv.converter.file.StagedFiles;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report that is to be written to a file. */
public record ReportFile(Path path, ReportKind kind) {
  /**
   * Writes the report. What is at the path is replaced when the file is complete.
   *
   * @throws RepconvException CANNOT_WRITE
   */
  public void write(Report report) {
    String text = kind.text(report);
    try (StagedFiles staged = StagedFiles.beside(path)) {
      Files.writeString(staged.main(), text);
      staged.publish();
    } catch (IOException e) {
      throw StagedFiles.cannotWrite(path, "the report cannot be written", e);
    }
  }
}
