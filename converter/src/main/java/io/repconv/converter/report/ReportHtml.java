package io.repconv.converter.report;

import io.repconv.converter.Export;
import io.repconv.converter.Folded;
import io.repconv.converter.markup.Markup;
import io.repconv.graph.fold.Cost;
import io.repconv.graph.fold.Refusal;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.check.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A report as one page that needs nothing else: no network, no scripts, no fonts. It is read on
 * screens of any width, light or dark, and on paper.
 */
final class ReportHtml {
  private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";
  private static final int MOST_NODES = 12;

  private final Report report;
  private final Markup html = new Markup();

  private ReportHtml(Report report) {
    this.report = report;
  }

  static String of(Report report) {
    ReportHtml page = new ReportHtml(report);
    page.html.trusted("<!DOCTYPE html>").line().open("html", "lang", "en").line();
    page.head();
    page.html.open("body").open("main").line();
    page.body();
    return page.html.close(3).toString();
  }

  private void head() {
    html.open("head").line();
    html.empty("meta", "charset", "utf-8").line();
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY).line();
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    html.element("title", Verdict.of(report) + " - " + name()).line();
    html.open("style").line().trusted(style()).close(2);
  }

  private static String style() {
    try (InputStream in = ReportHtml.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String name() {
    return String.valueOf(report.original().getFileName());
  }

  private void body() {
    html.open("header");
    html.element("div", "repconv " + report.command(), "class", "brand");
    html.element("h1", name());
    html.close(1);
    verdict();
    report.folded().ifPresent(this::costs);
    report.check().ifPresent(check -> new HtmlCheck(html).check(check));
    HtmlNetwork network = new HtmlNetwork(html);
    report.folded().ifPresent(network::folds);
    report.folded().ifPresent(network::drawings);
    report.verification().ifPresent(network::drawings);
    report.folded().ifPresent(this::refusals);
    new HtmlQuantization(html).layers(report.quantization());
    environment();
    files();
  }

  private void verdict() {
    Verdict verdict = Verdict.of(report);
    html.open("section", "class", "verdict " + verdict.name().toLowerCase(Locale.ROOT));
    html.element("strong", verdict.toString());
    report.failure().ifPresent(failure -> html.element("p", String.valueOf(failure.getMessage())));
    if (report.failure().isEmpty()) {
      html.element("p", explanation());
    }
    html.close(1);
  }

  private String explanation() {
    String file =
        report
            .export()
            .filter(Export::written)
            .map(
                export ->
                    "%s: %s, opset %d."
                        .formatted(
                            export.file().getFileName(),
                            Quantity.bytes(export.bytes()),
                            export.opset()))
            .orElse("");
    return report
        .check()
        .map(
            check ->
                "%s %s at %s agree within what rounding explains."
                    .formatted(
                        file,
                        Quantity.plural(check.samples().size(), "sample"),
                        Quantity.plural(sizes(check), "size"))
                    .strip())
        .orElse((file + " It was not compared with the original.").strip());
  }

  private static long sizes(CheckReport check) {
    return check.samples().stream().map(Sample::sizes).distinct().count();
  }

  private void costs(Folded folded) {
    Map<String, Long> sizes = ExampleSizes.of(folded.model().graph(), report.bound());
    Cost before = folded.before();
    Cost after = folded.after();
    html.open("div", "class", "tiles").line();
    tile("branches", before.branches(), after.branches(), "");
    tile("nodes", before.nodes(), after.nodes(), "");
    tile("parameters", before.parameters(), after.parameters(), "");
    tile(
        "multiply-adds",
        before.multiplyAdds().evaluate(sizes),
        after.multiplyAdds().evaluate(sizes),
        sizes.isEmpty() ? "" : "at " + ExampleSizes.text(sizes));
    html.close(1);
  }

  private void tile(String name, long before, long after, String remark) {
    html.open("div", "class", "tile").element("span", name).open("b");
    html.element("em", Quantity.count(before) + " \u2192 ").text(Quantity.count(after)).close();
    if (!remark.isEmpty()) {
      html.element("span", remark);
    }
    html.close(1);
  }

  private void refusals(Folded folded) {
    if (folded.refusals().isEmpty()) {
      return;
    }
    Map<String, List<String>> reasons = new LinkedHashMap<>();
    for (Refusal refusal : folded.refusals()) {
      reasons.computeIfAbsent(refusal.reason(), r -> new ArrayList<>()).add(refusal.node());
    }
    html.open("section", "class", "long");
    html.element("h2", Quantity.plural(folded.refusals().size(), "place") + " that stayed");
    reasons.forEach(
        (reason, nodes) -> {
          html.open("details", "open", "").open("summary").text(reason);
          html.element("span", " (" + nodes.size() + ")", "class", "soft").close();
          html.open("ul");
          nodes.stream().limit(MOST_NODES).forEach(node -> html.element("li", node));
          if (nodes.size() > MOST_NODES) {
            html.element("li", "and %d more".formatted(nodes.size() - MOST_NODES));
          }
          html.close(2);
        });
    html.close(1);
  }

  private void environment() {
    Environment environment = report.environment();
    html.open("section").element("h2", "Environment").open("div", "class", "scroll").open("table");
    row("repconv", environment.repconv());
    row("Java", environment.java());
    row("system", environment.system());
    row("processor", environment.processor() + ", " + environment.cores() + " threads at once");
    report
        .check()
        .map(CheckReport::runtimes)
        .orElse(Map.of())
        .forEach((role, runtime) -> row("ran the " + role, runtime));
    row("time", environment.time().toString());
    html.close(3);
  }

  private void row(String name, String value) {
    html.open("tr").element("td", name, "class", "soft").element("td", value).close(1);
  }

  private void files() {
    html.open("section").element("h2", "Files");
    for (FileRecord file : report.files()) {
      html.element("h3", file.role());
      html.open("p").element("code", file.path().toString()).close();
      html.open("p", "class", "soft").text("sha256 ");
      html.element("code", file.sha256().orElse("none: the file cannot be read")).close(1);
    }
    html.close(1);
  }
}
