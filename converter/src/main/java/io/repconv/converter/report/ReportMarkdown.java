package io.repconv.converter.report;

import static io.repconv.converter.report.MarkdownText.head;
import static io.repconv.converter.report.MarkdownText.row;

import io.repconv.converter.Export;
import io.repconv.converter.Folded;
import io.repconv.converter.quantization.LayerSpread;
import io.repconv.graph.fold.Cost;
import io.repconv.graph.proof.Proof;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.check.Comparison;
import io.repconv.runtime.check.Deviation;
import io.repconv.runtime.check.ValueReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as the summary of a CI job, in Markdown. */
final class ReportMarkdown {
  private static final int MOST_REFUSALS = 10;

  private final Report report;
  private final StringBuilder text = new StringBuilder();

  private ReportMarkdown(Report report) {
    this.report = report;
  }

  static String of(Report report) {
    ReportMarkdown markdown = new ReportMarkdown(report);
    markdown.verdict();
    report.folded().ifPresent(markdown::costs);
    report.check().ifPresent(markdown::check);
    report.folded().ifPresent(markdown::folds);
    report.folded().ifPresent(markdown::refusals);
    markdown.quantization();
    markdown.files();
    return markdown.text.toString();
  }

  private void verdict() {
    Verdict verdict = Verdict.of(report);
    String sign =
        switch (verdict) {
          case PROVED, EQUIVALENT, EQUIVALENT_TO_IMPORT -> "\u2705";
          case NOT_CHECKED -> "\u26a0\ufe0f";
          case NOT_EQUIVALENT, FAILED -> "\u274c";
        };
    text.append("### ").append(sign).append(" repconv ").append(report.command()).append(": ");
    text.append(verdict).append("\n\n");
    text.append(MarkdownText.of(report.original().toString()));
    report
        .export()
        .filter(Export::written)
        .ifPresent(
            export ->
                text.append(" became ")
                    .append(MarkdownText.of(export.file().toString()))
                    .append(" (%s)".formatted(Quantity.bytes(export.bytes()))));
    text.append(".\n");
    report
        .failure()
        .ifPresent(
            failure ->
                String.valueOf(failure.getMessage())
                    .lines()
                    .forEach(
                        line -> text.append("\n> ").append(MarkdownText.of(line)).append('\n')));
  }

  private void costs(Folded folded) {
    Map<String, Long> sizes = ExampleSizes.of(folded.model().graph(), report.bound());
    Cost before = folded.before();
    Cost after = folded.after();
    text.append('\n').append(head(List.of("", "before", "after")));
    cost("branches", before.branches(), after.branches());
    cost("nodes", before.nodes(), after.nodes());
    cost("parameters", before.parameters(), after.parameters());
    cost(
        "multiply-adds",
        before.multiplyAdds().evaluate(sizes),
        after.multiplyAdds().evaluate(sizes));
  }

  private void cost(String name, long before, long after) {
    text.append(row(List.of(name, Quantity.count(before), Quantity.count(after))));
  }

  private void check(CheckReport check) {
    text.append("\n").append(head(List.of("checked", "how often", "worst error", "allowed")));
    if (!check.certificates().isEmpty()) {
      text.append(
          row(
              List.of(
                  "folds, computed both ways",
                  Quantity.count(check.certificates().size()),
                  "",
                  "")));
    }
    check
        .proof()
        .filter(Proof::isWithinRounding)
        .ifPresent(
            proof ->
                text.append(
                    row(
                        List.of(
                            "proof: every weight held to its fold",
                            Quantity.plural(proof.weights().size(), "constant"),
                            "",
                            ""))));
    check.values().ifPresent(this::values);
    for (Comparison.Pair pair : Comparison.Pair.values()) {
      check.worst(pair).ifPresent(worst -> comparison(check, pair, worst));
    }
    if (!check.notes().isEmpty()) {
      text.append('\n');
      check.notes().forEach(note -> text.append("- ").append(MarkdownText.of(note)).append('\n'));
    }
  }

  private void values(ValueReport values) {
    text.append(
        row(
            List.of(
                "value by value, in float64",
                "%d of %s".formatted(values.compared(), Quantity.plural(values.values(), "value")),
                Quantity.error(values.first().map(Deviation::error).orElse(values.worst())),
                Quantity.error(values.first().map(Deviation::allowed).orElse(values.allowed())))));
  }

  private void comparison(CheckReport check, Comparison.Pair pair, Comparison worst) {
    long samples =
        check.samples().stream()
            .filter(sample -> sample.comparisons().stream().anyMatch(c -> c.pair() == pair))
            .count();
    text.append(
        row(
            List.of(
                check.describe(pair),
                Quantity.plural(samples, "sample"),
                Quantity.error(worst.statistics().relativeMax()),
                Quantity.error(worst.tolerance()))));
  }

  private void folds(Folded folded) {
    List<FoldGroup> groups = FoldGroup.of(folded.folds());
    if (groups.isEmpty()) {
      return;
    }
    details("%s into one convolution each".formatted(blocks(folded)));
    text.append(head(List.of("where", "blocks", "branches", "nodes", "kernel", "by")));
    for (FoldGroup group : groups) {
      text.append(
          row(
              List.of(
                  MarkdownText.of(group.places()),
                  String.valueOf(group.folds().size()),
                  group.branches() + " to 1",
                  "%d to %d".formatted(group.nodes(), group.nodesLeft()),
                  MarkdownText.of(group.kernel()),
                  MarkdownText.of(group.how()))));
    }
    text.append("\n</details>\n");
  }

  private static String blocks(Folded folded) {
    return Quantity.plural(folded.folds().size(), "block");
  }

  private void refusals(Folded folded) {
    if (folded.refusals().isEmpty()) {
      return;
    }
    details(Quantity.plural(folded.refusals().size(), "place") + " that did not fold");
    folded.refusals().stream()
        .limit(MOST_REFUSALS)
        .forEach(
            refusal ->
                text.append("- ")
                    .append(MarkdownText.of(refusal.node() + ": " + refusal.reason()))
                    .append('\n'));
    int rest = folded.refusals().size() - MOST_REFUSALS;
    text.append(rest > 0 ? "- and %d more\n".formatted(rest) : "").append("\n</details>\n");
  }

  private void details(String summary) {
    text.append("\n<details><summary>").append(summary).append("</summary>\n\n");
  }

  private void quantization() {
    List<LayerSpread> risky = report.quantization().stream().filter(LayerSpread::isRisky).toList();
    if (risky.isEmpty()) {
      return;
    }
    details(
        "%s whose channels differ too much for one 8-bit step per tensor"
            .formatted(Quantity.plural(risky.size(), "convolution")));
    text.append(head(List.of("layer", "largest range / median", "before folding")));
    for (LayerSpread layer : risky) {
      text.append(
          row(
              List.of(
                  MarkdownText.of(layer.place()),
                  ratio(layer.after().ratio()),
                  layer.before().map(before -> ratio(before.ratio())).orElse(""))));
    }
    text.append("\nQuantise these per channel, or train with quantisation.\n\n</details>\n");
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.1f", ratio);
  }

  private void files() {
    Environment environment = report.environment();
    text.append("\n<sub>repconv %s, Java %s".formatted(environment.repconv(), environment.java()));
    report
        .check()
        .ifPresent(check -> text.append(", ").append(String.join(", ", check.runtimes().values())));
    for (FileRecord file : report.files()) {
      file.sha256()
          .ifPresent(
              sha256 -> text.append("<br>sha256 of the %s: %s".formatted(file.role(), sha256)));
    }
    text.append("</sub>\n");
  }
}
