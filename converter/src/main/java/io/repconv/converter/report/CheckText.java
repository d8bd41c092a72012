package io.repconv.converter.report;

import io.repconv.graph.ExitStatus;
import io.repconv.graph.RepconvException;
import io.repconv.graph.proof.Proof;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.check.Comparison;
import io.repconv.runtime.check.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The section on how a check came out. */
final class CheckText {
  private static final int MOST_SIZES = 4;

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
    report.notes().forEach(page::item);
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

  private static String text(Map<String, Long> sizes) {
    return sizes.entrySet().stream()
        .map(size -> size.getKey() + "=" + size.getValue())
        .collect(Collectors.joining(", "));
  }
}
