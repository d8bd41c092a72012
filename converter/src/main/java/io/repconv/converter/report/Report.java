package io.repconv.converter.report;

import io.repconv.converter.Export;
import io.repconv.converter.Folded;
import io.repconv.converter.Verification;
import io.repconv.converter.quantization.LayerSpread;
import io.repconv.converter.quantization.QuantizationReadiness;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.check.CheckReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every form of a report is made from.
 *
 * @param command {@code export} or {@code verify}
 * @param original the file that the command was given
 * @param folded what folding came to, empty where nothing was folded or it did not come to that
 * @param export what was written, empty where it did not come to that
 * @param verification what was compared, empty where the command is another or did not come to that
 * @param check how the deployed model compares with the original, empty where it was not checked
 * @param failure what ended the command with a status other than 0
 * @param quantization the spread of every convolution that is left
 * @param files the files it is about with their checksums
 * @param bound the sizes that the user chose for open ones
 */
public record Report(
    String command,
    Path original,
    Optional<Folded> folded,
    Optional<Export> export,
    Optional<Verification> verification,
    Optional<CheckReport> check,
    Optional<RepconvException> failure,
    List<LayerSpread> quantization,
    List<FileRecord> files,
    Map<String, Long> bound,
    Environment environment) {

  /** The report on an export that came to a result, also where its check failed. */
  public static Report of(Export export, Map<String, Long> bound) {
    Folded folded = export.folded();
    List<FileRecord> files = new ArrayList<>();
    files.add(FileRecord.of("original", folded.model().path()));
    if (export.written()) {
      files.add(FileRecord.of("deployed", export.file()));
      Path data = export.file().resolveSibling(export.file().getFileName() + ".data");
      if (Files.isRegularFile(data)) {
        files.add(FileRecord.of("deployed", data));
      }
    }
    return new Report(
        "export",
        folded.model().path(),
        Optional.of(folded),
        Optional.of(export),
        Optional.empty(),
        export.check(),
        export.check().map(CheckReport::failure),
        QuantizationReadiness.of(folded),
        files,
        bound,
        Environment.current());
  }

  /** The report on a comparison, whatever it came to. */
  public static Report of(Verification verification) {
    Path original = verification.original().path();
    return new Report(
        "verify",
        original,
        Optional.empty(),
        Optional.empty(),
        Optional.of(verification),
        Optional.of(verification.check()),
        Optional.ofNullable(verification.check().failure()),
        QuantizationReadiness.of(verification.deployed().graph()),
        List.of(
            FileRecord.of("original", original),
            FileRecord.of("deployed", verification.deployed().path())),
        Map.of(),
        Environment.current());
  }

  /**
   * The report on a command that an error ended before it had a result.
   *
   * @param folded how far it had come
   */
  public static Report failed(
      String command, Path original, Optional<Folded> folded, RepconvException failure) {
    return new Report(
        command,
        original,
        folded,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(failure),
        folded.map(QuantizationReadiness::of).orElse(List.of()),
        List.of(FileRecord.of("original", original)),
        Map.of(),
        Environment.current());
  }
}
