package io.repconv.converter.cli;

import io.repconv.converter.report.Report;
import io.repconv.converter.report.ReportFile;
import io.repconv.converter.report.ReportKind;
import io.repconv.graph.RepconvException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

/** The option that asks for reports in files, the same for every command that makes them. */
final class ReportOption {
  private static final String KNOWN =
      Arrays.stream(ReportKind.values()).map(ReportKind::ending).collect(Collectors.joining(" "));

  private final List<ReportFile> files;

  private ReportOption(List<ReportFile> files) {
    this.files = files;
  }

  static Option option() {
    return Arguments.valueOption(
        "report",
        "FILE",
        "write a report of the kind that the ending tells: " + KNOWN + "; can be repeated");
  }

  static ReportOption of(Arguments arguments) {
    return new ReportOption(arguments.texts("report").stream().map(ReportOption::file).toList());
  }

  private static ReportFile file(String text) {
    Path path = ModelOptions.path("--report", text);
    return ReportKind.of(path)
        .map(kind -> new ReportFile(path, kind))
        .orElseThrow(
            () ->
                Arguments.usage(
                    "--report", "'" + text + "' has no ending that is known", "one of " + KNOWN));
  }

  /**
   * Writes every report that was asked for; one is made only where any was.
   *
   * @param failure what has been said already: it, and not a report that cannot be written, is what
   *     the command then ends with
   */
  void write(Supplier<Report> maker, @Nullable RepconvException failure, Terminal terminal) {
    if (files.isEmpty()) {
      return;
    }
    try {
      Report report = maker.get();
      files.forEach(file -> file.write(report));
    } catch (RepconvException e) {
      if (failure == null) {
        throw e;
      }
      terminal.error(e);
    }
  }
}
