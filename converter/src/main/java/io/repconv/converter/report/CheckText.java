package io.repconv.converter.report;

import io.repconv.graph.ExitStatus;
import io.repconv.graph.RepconvException;
import io.repconv.graph.proof.Proof;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.check.Comparison;
import io.repconv.runtime.check.Deviation;
import io.repconv.runtime.check.ErrorStatistics;
import io.repconv.runtime.check.Sample;
import io.repconv.runtime.check.TensorSummary;
import io.repconv.runtime.check.ValueReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The section on how a check came out. */
final class CheckText {
  private static final int MOST_SIZES = 4;
  private static final int MOST_OUTPUTS = 4;

  private final Page page;

  CheckText(Page page) {
    this.page = page;
  }

  void check(CheckReport report) {
    double seconds = report.seconds().values().stream().mapToDouble(Double::doubleValue).sum();
    page.section("checked", verdict(report) + ", in " + Quantity.seconds(seconds));
    List<List<String>> rows = new ArrayList<>();
    if (!report.certificates().isEmpty()) {
      rows.add(
          List.of(
              "certificates",
              Quantity.plural(report.certificates().size(), "fold") + " computed both ways",
              "",
              ""));
    }
    report
        .proof()
        .filter(proof -> report.passed() && proof.isWithinRounding())
        .ifPresent(proof -> rows.add(row(proof)));
    report.values().ifPresent(values -> rows.add(row(values)));
    for (Comparison.Pair pair : Comparison.Pair.values()) {
      report
          .worst(pair)
          .ifPresent(
              worst ->
                  rows.add(
                      List.of(
                          report.describe(pair),
                          count(report, pair),
                          Quantity.error(worst.statistics().relativeMax()),
                          Quantity.error(worst.tolerance()))));
    }
    if (!rows.isEmpty()) {
      table(rows);
    }
    sizes(report.samples());
    outputs(report);
    times(report.seconds());
    report.notes().forEach(page::item);
    if (!report.passed()) {
      report.values().flatMap(ValueReport::first).ifPresent(this::parting);
    }
  }

  private static List<String> row(ValueReport values) {
    return List.of(
        "value by value",
        "%d of %s".formatted(values.compared(), Quantity.plural(values.values(), "value")),
        Quantity.error(values.first().map(Deviation::error).orElse(values.worst())),
        Quantity.error(values.first().map(Deviation::allowed).orElse(values.allowed())));
  }

  /** A line for each output, of the sample that comes closest to its tolerance. */
  private void outputs(CheckReport report) {
    Map<String, Comparison> worst = new LinkedHashMap<>();
    Comparison.Pair pair =
        report.worst(Comparison.Pair.DEPLOYED_EXACT).isPresent()
            ? Comparison.Pair.DEPLOYED_EXACT
            : Comparison.Pair.DEPLOYED;
    for (Sample sample : report.samples()) {
      for (Comparison comparison : sample.comparisons()) {
        if (comparison.pair() == pair && comparison.counted()) {
          worst.merge(comparison.output(), comparison, (a, b) -> a.used() >= b.used() ? a : b);
        }
      }
    }
    worst.values().stream().limit(MOST_OUTPUTS).map(CheckText::line).forEach(page::item);
    if (worst.size() > MOST_OUTPUTS) {
      page.item("and %d more outputs".formatted(worst.size() - MOST_OUTPUTS));
    }
  }

  private static String line(Comparison comparison) {
    ErrorStatistics statistics = comparison.statistics();
    double scale = statistics.scale();
    String text =
        "%s: mean %s, p99.9 %s"
            .formatted(
                comparison.output(),
                Quantity.error(statistics.mean() / scale),
                Quantity.error(statistics.p999() / scale));
    if (Double.isFinite(statistics.sqnr())) {
      text += String.format(Locale.ROOT, ", %.0f dB", statistics.sqnr());
    }
    if (Double.isFinite(statistics.argmaxAgreement())) {
      double percent = Math.floor(1000 * statistics.argmaxAgreement()) / 10;
      text += String.format(Locale.ROOT, ", same largest channel %.1f %%", percent);
    }
    return text;
  }

  private void parting(Deviation deviation) {
    page.section("parts at", deviation.layer());
    page.line(
        "channel %d of '%s' for %s"
            .formatted(deviation.channel(), deviation.value(), deviation.sample()));
    page.table(
        List.of(
            Page.left(""),
            Page.right("at " + deviation.position()),
            Page.right("min"),
            Page.right("max"),
            Page.right("mean")),
        List.of(
            row("original", deviation.expected(), deviation.originalSummary()),
            row("deployed", deviation.actual(), deviation.deployedSummary())));
  }

  private static List<String> row(String model, double value, TensorSummary summary) {
    return List.of(
        model,
        String.format(Locale.ROOT, "%.9g", value),
        String.format(Locale.ROOT, "%.5g", summary.min()),
        String.format(Locale.ROOT, "%.5g", summary.max()),
        String.format(Locale.ROOT, "%.5g", summary.mean()));
  }

  /** A run with TF32 on: its errors, which nothing is held to. */
  void tensorCores(CheckReport report) {
    RepconvException failure = report.failure();
    page.section(
        "TF32",
        failure == null
            ? "on, as deployed; stated, not judged"
            : String.valueOf(failure.getMessage()));
    List<List<String>> rows = new ArrayList<>();
    for (Comparison.Pair pair : List.of(Comparison.Pair.DEPLOYED_EXACT, Comparison.Pair.DEPLOYED)) {
      report
          .worst(pair)
          .ifPresent(
              worst ->
                  rows.add(
                      List.of(
                          report.describe(pair),
                          count(report, pair),
                          Quantity.error(worst.statistics().relativeMax()))));
    }
    if (!rows.isEmpty()) {
      page.table(List.of(Page.left(""), Page.left(""), Page.right("worst error")), rows);
    }
    report.notes().forEach(page::item);
  }

  private static List<String> row(Proof proof) {
    String weights = Quantity.plural(proof.weights().size(), "constant");
    return proof
        .worst()
        .map(
            worst ->
                List.of(
                    "proof",
                    weights,
                    String.format(Locale.ROOT, "%.1f u", worst.units()),
                    String.format(Locale.ROOT, "%.1f u", Proof.MOST_UNITS)))
        .orElse(List.of("proof", weights + " rounded once", "", ""));
  }

  private void table(List<List<String>> rows) {
    page.table(
        List.of(Page.left(""), Page.left(""), Page.right("worst error"), Page.right("allowed")),
        rows);
  }

  private String verdict(CheckReport report) {
    RepconvException failure = report.failure();
    String reference = report.originalRan() ? "the original" : "what was read";
    if (failure == null) {
      return page.good(report.proved() ? "proved equivalent" : "equivalent") + " to " + reference;
    }
    return failure.code().status() == ExitStatus.NOT_EQUIVALENT
        ? page.bad("NOT equivalent") + " to " + reference
        : page.bad("NOT checked");
  }

  private static String count(CheckReport report, Comparison.Pair pair) {
    long samples =
        report.samples().stream()
            .filter(sample -> sample.comparisons().stream().anyMatch(c -> c.pair() == pair))
            .count();
    return Quantity.plural(samples, "sample");
  }

  private void sizes(List<Sample> samples) {
    List<String> sizes =
        samples.stream()
            .map(Sample::sizes)
            .filter(bound -> !bound.isEmpty())
            .distinct()
            .map(CheckText::text)
            .toList();
    if (!sizes.isEmpty()) {
      String more =
          sizes.size() > MOST_SIZES ? " and %d more".formatted(sizes.size() - MOST_SIZES) : "";
      page.item("at " + sizes.stream().limit(MOST_SIZES).collect(Collectors.joining("; ")) + more);
    }
  }

  /** How long each part took. */
  private void times(Map<String, Double> seconds) {
    if (!seconds.isEmpty()) {
      page.item(
          seconds.entrySet().stream()
              .map(part -> part.getKey() + " " + Quantity.seconds(part.getValue()))
              .collect(Collectors.joining(", ", "time: ", "")));
    }
  }

  private static String text(Map<String, Long> sizes) {
    return sizes.entrySet().stream()
        .map(size -> size.getKey() + "=" + size.getValue())
        .collect(Collectors.joining(", "));
  }
}
