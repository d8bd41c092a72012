package io.repconv.converter.report;

import io.repconv.converter.Bench;
import io.repconv.runtime.bench.Quartiles;
import io.repconv.runtime.bench.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code repconv bench} prints for a person. */
public final class BenchText {
  private static final List<String> HEADER =
      List.of("", "median", "middle half", "ratio", "middle half");

  private final Page page;

  private BenchText(Page page) {
    this.page = page;
  }

  public static String of(Bench bench, int columns, boolean color) {
    BenchText text = new BenchText(new Page(columns, color));
    text.conditions(bench);
    text.table(bench.timings().timings());
    text.meaning(bench);
    return text.page.toString();
  }

  private void conditions(Bench bench) {
    page.section(
        "ran on",
        "%s, %s of %s"
            .formatted(
                bench.device(), Quantity.plural(bench.threads(), "thread"), bench.processor()));
    bench
        .inputs()
        .forEach(
            input ->
                page.line(
                    "in   %s: %s %s".formatted(input.name(), input.type().text(), input.shape())));
    runtimes(bench).forEach(runtime -> page.line("by   " + runtime));
    page.section(
        "equal",
        "outputs are within %s of the largest, %s are allowed"
            .formatted(Quantity.error(bench.worstError()), Quantity.error(bench.tolerance())));
    page.section(
        "measured",
        "%s of each in turn, after %d to warm up"
            .formatted(Quantity.plural(bench.timings().rounds(), "run"), bench.timings().warmUp()));
  }

  private static List<String> runtimes(Bench bench) {
    return bench.timings().timings().stream().map(Timing::runtime).distinct().toList();
  }

  private void table(List<Timing> timings) {
    List<List<String>> rows = new ArrayList<>();
    for (Timing timing : timings) {
      rows.add(
          List.of(
              timing.name(),
              milliseconds(timing.seconds().median()),
              range(timing.seconds(), BenchText::milliseconds),
              ratio(timing.ratio().median()),
              rows.isEmpty() ? "" : range(timing.ratio(), BenchText::ratio)));
    }
    int fixed = 0;
    for (int column = 1; column < HEADER.size(); column++) {
      fixed += Page.GAP + Page.widest(HEADER.get(column), rows, column);
    }
    page.table(
        List.of(
            Page.wrapped(HEADER.get(0), page.columns() - fixed - Page.GAP),
            Page.right(HEADER.get(1)),
            Page.right(HEADER.get(2)),
            Page.right(HEADER.get(3)),
            Page.right(HEADER.get(4))),
        rows);
  }

  private void meaning(Bench bench) {
    page.gap();
    page.item("Times are milliseconds for one run, inputs given and outputs made.");
    page.item(
        "Half of the runs took no longer than the median; the middle half is from quartile to quartile.");
    page.item("The ratio is to the first model's time in the same round: below 1 is faster.");
    if (runtimes(bench).size() > 1) {
      page.item("note: the runtimes differ too; one MODEL alone shows what folding brings.");
    }
    for (Timing timing : bench.timings().timings()) {
      if (timing.isNoisy()) {
        page.item(
            "note: the quartiles of %s lie %.0f %% apart. Something else keeps this machine busy."
                .formatted(timing.name(), 100 * timing.seconds().relativeSpread()));
      }
    }
  }

  private interface Form {
    String text(double number);
  }

  private static String range(Quartiles quartiles, Form form) {
    return form.text(quartiles.first()) + " .. " + form.text(quartiles.third());
  }

  /** Three digits. */
  private static String milliseconds(double seconds) {
    double number = 1000 * seconds;
    int decimals = number < 9.995 ? 2 : number < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + (number < 0.9995 ? 3 : decimals) + "f", number);
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 0.0995 ? "%.3f" : "%.2f", ratio);
  }
}
