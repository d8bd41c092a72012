package io.repconv.converter.report;

import io.repconv.converter.markup.Markup;
import io.repconv.runtime.check.ErrorHistogram;
import java.util.Locale;

/** Histograms of errors under each other, over one logarithmic axis. */
final class HtmlHistogram {
  private static final double WIDTH = 440;
  private static final double LEFT = 42;
  private static final double RIGHT = 8;
  private static final double ROW = 74;
  private static final double BAR = 44;
  private static final double AXIS = 22;
  private static final double EQUAL_WIDTH = 22;
  private static final double STEP = (WIDTH - LEFT - RIGHT) / ErrorHistogram.BINS;

  private static final int LEAST_DECADE = -10;

  private final Markup svg;

  HtmlHistogram(Markup html) {
    this.svg = html;
  }

  void open(int rows, String output) {
    svg.open(
            "svg",
            "class",
            "histogram",
            "viewBox",
            "0 0 %s %s".formatted(number(WIDTH), number(rows * ROW + AXIS)),
            "role",
            "img",
            "aria-label",
            "errors of " + output)
        .line();
  }

  /**
   * Draws one histogram.
   *
   * @param limit the error allowed
   */
  void row(int row, String pair, ErrorHistogram histogram, double limit) {
    double base = row * ROW + ROW - 6;
    long most = Math.max(1, histogram.equal());
    long total = histogram.equal();
    for (long count : histogram.counts()) {
      most = Math.max(most, count);
      total += count;
    }
    String kind = "pair" + row;
    bar(6, EQUAL_WIDTH, base, histogram.equal(), most, kind, "equal: ");
    for (int i = 0; i < ErrorHistogram.BINS; i++) {
      bar(
          LEFT + i * STEP,
          STEP - 1,
          base,
          histogram.counts().get(i),
          most,
          kind,
          "from 2^%d of the largest: ".formatted(ErrorHistogram.LEAST + i));
    }
    line("base", 6, base, WIDTH - RIGHT, base);
    text("name", 6, row * ROW + 14, "start", pair);
    text("", WIDTH - RIGHT, row * ROW + 14, "end", Quantity.count(total) + " values");
    if (limit > 0) {
      double x = x(Math.log(limit) / Math.log(2));
      line("limit", x, base - BAR - 4, x, base);
      text("limit-name", x + 4, base - BAR + 4, "start", "allowed");
    }
  }

  private void bar(
      double x, double width, double base, long count, long most, String kind, String title) {
    if (count == 0) {
      return;
    }
    double height = Math.max(1.5, BAR * count / most);
    svg.open(
        "rect",
        "class",
        kind,
        "x",
        number(x),
        "y",
        number(base - height),
        "width",
        number(width),
        "height",
        number(height));
    svg.element("title", title + count).close(1);
  }

  private static double x(double power) {
    double bins = Math.max(0, Math.min(ErrorHistogram.BINS, power - ErrorHistogram.LEAST));
    return LEFT + bins * STEP;
  }

  private void line(String kind, double x1, double y1, double x2, double y2) {
    svg.empty(
            "line",
            "class",
            kind,
            "x1",
            number(x1),
            "y1",
            number(y1),
            "x2",
            number(x2),
            "y2",
            number(y2))
        .line();
  }

  private void text(String kind, double x, double y, String anchor, String text) {
    svg.element("text", text, "class", kind, "x", number(x), "y", number(y), "text-anchor", anchor)
        .line();
  }

  /** Ends the picture with its axis. */
  void close(int rows) {
    double y = rows * ROW + 12;
    text("", 6, y, "start", "equal");
    for (int decade = LEAST_DECADE; decade <= 0; decade += 2) {
      double power = decade * Math.log(10) / Math.log(2);
      line("base", x(power), rows * ROW - 6, x(power), rows * ROW - 1);
      text("", x(power), y, "middle", decade == 0 ? "1" : "1e" + decade);
    }
    svg.close(1);
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
