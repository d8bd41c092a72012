package io.repconv.converter.report;

import java.util.List;

/**
 * Text of a model's in Markdown. Whatever could be taken for markup, a mention or a link is written
 * as a character reference, which Markdown never takes for either.
 */
final class MarkdownText {
  private static final String MARKUP = "&<>|`*_~[]()\\#@!$\"'";

  private MarkdownText() {}

  /** The text on one line. */
  static String of(String text) {
    StringBuilder escaped = new StringBuilder();
    text.strip()
        .codePoints()
        .forEach(
            c -> {
              if (Character.isWhitespace(c) || Character.isISOControl(c)) {
                escaped.append(' ');
              } else if (MARKUP.indexOf(c) >= 0) {
                escaped.append("&#").append(c).append(';');
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString().replace("://", "&#58;//").replace("www.", "www&#46;");
  }

  /** A row of a table; the cells are Markdown. */
  static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** The head of a table, columns but the first to the right. */
  static String head(List<String> cells) {
    return row(cells) + "|---" + "|---:".repeat(cells.size() - 1) + "|\n";
  }
}
