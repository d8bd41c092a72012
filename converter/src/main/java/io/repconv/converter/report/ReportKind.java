package io.repconv.converter.report;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The forms a report can have. The ending of a file's name chooses one. */
public enum ReportKind {
  JSON,
  XML,
  SARIF,
  MD,
  HTML;

  /** {@code .json}. */
  public String ending() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /** The kind that a file's name ends in, whatever its case. */
  public static Optional<ReportKind> of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(kind -> name.endsWith(kind.ending())).findFirst();
  }

  /** The text of a report in this form. */
  public String text(Report report) {
    return switch (this) {
      case JSON -> Json.text(ReportJson.of(report)) + "\n";
      case XML -> ReportJunit.of(report);
      case SARIF -> Json.text(ReportSarif.of(report)) + "\n";
      case MD -> ReportMarkdown.of(report);
      case HTML -> ReportHtml.of(report);
    };
  }
}
