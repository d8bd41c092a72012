package io.repconv.converter.report;

import io.repconv.converter.markup.Markup;
import io.repconv.graph.proof.Proof;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.check.Comparison;
import io.repconv.runtime.check.Comparison.Pair;
import io.repconv.runtime.check.Deviation;
import io.repconv.runtime.check.ErrorHistogram;
import io.repconv.runtime.check.ErrorStatistics;
import io.repconv.runtime.check.Sample;
import io.repconv.runtime.check.ValueReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was checked, as part of a page. */
final class HtmlCheck {
  private static final int MOST_OUTPUTS = 12;

  private final Markup html;

  HtmlCheck(Markup html) {
    this.html = html;
  }

  void check(CheckReport check) {
    html.open("section").element("h2", "Checks").line();
    html.open("div", "class", "scroll").open("table", "class", "stack").line();
    head("what", "how often", "worst error", "allowed", "");
    certificates(check);
    check.proof().ifPresent(this::proof);
    check.values().ifPresent(values -> values(check, values));
    for (Pair pair : Pair.values()) {
      check.worst(pair).ifPresent(worst -> pair(check, pair, worst));
    }
    html.close(3);
    List<String> sizes =
        check.samples().stream()
            .map(Sample::sizes)
            .filter(bound -> !bound.isEmpty())
            .map(ExampleSizes::text)
            .distinct()
            .toList();
    if (!sizes.isEmpty()) {
      html.element("p", "Samples at " + String.join("; ", sizes) + ".", "class", "soft");
    }
    if (!check.notes().isEmpty()) {
      html.open("ul");
      check.notes().forEach(note -> html.element("li", note));
      html.close(1);
    }
    html.close(1);
    outputs(check);
  }

  private void head(String... names) {
    html.open("thead").open("tr");
    for (int i = 0; i < names.length; i++) {
      html.element("th", names[i], "class", i > 0 && !names[i].isEmpty() ? "n" : "");
    }
    html.close(2);
    html.open("tbody").line();
  }

  private void certificates(CheckReport check) {
    if (check.certificates().isEmpty()) {
      return;
    }
    long failed = check.certificates().stream().filter(c -> c.deviation() != null).count();
    html.open("tr").element("td", "folds, computed both ways");
    cell("how often", Quantity.count(check.certificates().size()));
    double worst = check.certificates().stream().mapToDouble(c -> c.difference()).max().orElse(0);
    cell("worst error", Quantity.error(worst));
    cell("allowed", "1.0e-12");
    sign(failed == 0);
    html.close(1);
  }

  private void proof(Proof proof) {
    html.open("tr").element("td", "proof: every weight held to its fold");
    cell("how often", Quantity.plural(proof.weights().size(), "constant"));
    boolean far = proof.parting().isEmpty() && proof.worst().isPresent();
    cell("worst error", far ? units(proof.worst().orElseThrow().units()) : "");
    cell("allowed", far ? units(Proof.MOST_UNITS) : "");
    if (proof.isWithinRounding()) {
      sign(true);
    } else {
      html.element("td", proof.parting().isEmpty() ? "too far" : "graphs differ", "class", "risky");
    }
    html.close(1);
  }

  private void values(CheckReport check, ValueReport values) {
    html.open("tr").element("td", "value by value, in float64");
    cell(
        "how often",
        "%d of %s".formatted(values.compared(), Quantity.plural(values.values(), "value")));
    cell(
        "worst error", Quantity.error(values.first().map(Deviation::error).orElse(values.worst())));
    cell(
        "allowed", Quantity.error(values.first().map(Deviation::allowed).orElse(values.allowed())));
    sign(check.passed() || values.first().isEmpty());
    html.close(1);
  }

  private static String units(double units) {
    return String.format(Locale.ROOT, "%.1f u", units);
  }

  private void pair(CheckReport check, Pair pair, Comparison worst) {
    long samples =
        check.samples().stream()
            .filter(sample -> sample.comparisons().stream().anyMatch(c -> c.pair() == pair))
            .count();
    html.open("tr").element("td", check.describe(pair));
    cell("how often", Quantity.plural(samples, "sample"));
    cell("worst error", Quantity.error(worst.statistics().relativeMax()));
    cell("allowed", Quantity.error(worst.tolerance()));
    sign(!worst.fails());
    html.close(1);
  }

  private void cell(String name, String text) {
    html.element("td", text, "class", "n", "data-name", name);
  }

  private void sign(boolean good) {
    html.element("td", good ? "\u2713 within" : "\u2717 exceeded", "class", good ? "ok" : "off");
  }

  private void outputs(CheckReport check) {
    Map<String, Map<Pair, List<Comparison>>> outputs = new TreeMap<>();
    check.samples().stream()
        .flatMap(sample -> sample.comparisons().stream())
        .forEach(
            c ->
                outputs
                    .computeIfAbsent(c.output(), name -> new TreeMap<>())
                    .computeIfAbsent(c.pair(), pair -> new ArrayList<>())
                    .add(c));
    if (outputs.isEmpty()) {
      return;
    }
    html.open("section", "class", "long").element("h2", "Errors of each output");
    html.element(
        "p",
        "How many values of all samples are how far from what was expected, relative to the largest"
            + " output. Values that are equal are counted at the left.",
        "class",
        "soft");
    outputs.entrySet().stream()
        .limit(MOST_OUTPUTS)
        .forEach(output -> output(check, output.getKey(), output.getValue()));
    if (outputs.size() > MOST_OUTPUTS) {
      html.element("p", "And %d outputs more.".formatted(outputs.size() - MOST_OUTPUTS));
    }
    html.close(1);
  }

  private void output(CheckReport check, String name, Map<Pair, List<Comparison>> pairs) {
    html.element("h3", name).line();
    HtmlHistogram picture = new HtmlHistogram(html);
    picture.open(pairs.size(), name);
    int row = 0;
    for (Map.Entry<Pair, List<Comparison>> pair : pairs.entrySet()) {
      ErrorHistogram histogram =
          pair.getValue().stream()
              .map(c -> c.statistics().histogram())
              .reduce(ErrorHistogram.EMPTY, ErrorHistogram::plus);
      double limit = pair.getValue().stream().mapToDouble(Comparison::tolerance).max().orElse(0);
      picture.row(row++, check.describe(pair.getKey()), histogram, limit);
    }
    picture.close(pairs.size());
    html.open("div", "class", "scroll").open("table", "class", "stack").line();
    head("worst sample", "max", "mean", "p50", "p99", "p99.9", "SQNR", "cosine", "argmax agrees");
    pairs.forEach(
        (pair, comparisons) -> {
          Optional<Comparison> worst =
              comparisons.stream()
                  .max(Comparator.comparingDouble(c -> c.statistics().relativeMax()));
          worst.ifPresent(c -> statistics(check.describe(pair), c.statistics()));
        });
    html.close(3);
  }

  private void statistics(String pair, ErrorStatistics s) {
    html.open("tr").element("td", pair);
    cell("max", Quantity.error(s.max()));
    cell("mean", Quantity.error(s.mean()));
    cell("p50", Quantity.error(s.p50()));
    cell("p99", Quantity.error(s.p99()));
    cell("p99.9", Quantity.error(s.p999()));
    cell("SQNR", Double.isInfinite(s.sqnr()) ? "\u221e" : "%.0f dB".formatted(s.sqnr()));
    cell("cosine", String.format(Locale.ROOT, "%.9f", s.cosine()));
    double agreement = s.argmaxAgreement();
    cell(
        "argmax agrees",
        Double.isNaN(agreement) ? "" : String.format(Locale.ROOT, "%.2f %%", 100 * agreement));
    html.close(1);
  }
}
