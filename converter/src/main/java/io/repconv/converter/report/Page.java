package io.repconv.converter.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import java.util.Collection;
import java.util.List;

/** Text of labelled sections and aligned tables, no wider than the terminal. */
final class Page {
  /** Between two columns of a table, and before the first. */
  static final int GAP = 2;

  private static final int LABEL = 10;
  private static final int INDENT = 2;

  /** The table's columns count a space on either side as theirs. */
  private static final int PADDING = 2;

  private static final String BOLD = "\u001b[1m";
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  private final StringBuilder text = new StringBuilder();
  private final int columns;
  private final boolean color;

  Page(int columns, boolean color) {
    this.columns = columns;
    this.color = color;
  }

  /** Leaves a line free. */
  Page gap() {
    text.append('\n');
    return this;
  }

  /** Starts a section: a label and what it is about. */
  Page section(String label, String line) {
    text.append(text.isEmpty() ? "" : "\n");
    text.append(paint(BOLD, label)).append(" ".repeat(Math.max(1, LABEL - label.length())));
    return end(line, LABEL);
  }

  /** A line under the label's right. */
  Page line(String line) {
    text.append(" ".repeat(LABEL));
    return end(line, LABEL);
  }

  /** A line of a list. */
  Page item(String line) {
    text.append(" ".repeat(INDENT));
    return end(line, 2 * INDENT);
  }

  private Page end(String line, int indent) {
    text.append(Wrapping.hanging(line, columns - indent, indent)).append('\n');
    return this;
  }

  String good(String words) {
    return paint(GREEN, words);
  }

  String bad(String words) {
    return paint(RED, words);
  }

  private String paint(String code, String words) {
    return color ? code + words + PLAIN : words;
  }

  /** A column as wide as its widest cell. */
  static Column left(String header) {
    return column(header, HorizontalAlign.LEFT);
  }

  static Column right(String header) {
    return column(header, HorizontalAlign.RIGHT);
  }

  private static Column column(String header, HorizontalAlign align) {
    return new Column()
        .header(header)
        .headerAlign(align)
        .dataAlign(align)
        .maxWidth(Short.MAX_VALUE);
  }

  /** A column of at most this width: longer cells lose their end. */
  static Column clipped(String header, int width) {
    return left(header).maxWidth(width + PADDING, OverflowBehaviour.ELLIPSIS_RIGHT);
  }

  /** A column of at most this width, longer cells broken into lines. */
  static Column wrapped(String header, int width) {
    return left(header).maxWidth(width + PADDING, OverflowBehaviour.NEWLINE);
  }

  /** The width of a column of cells under a header. */
  static int widest(String header, List<List<String>> rows, int column) {
    return rows.stream()
        .mapToInt(row -> row.get(column).length())
        .reduce(header.length(), Math::max);
  }

  int columns() {
    return columns;
  }

  Page table(List<Column> header, Collection<List<String>> rows) {
    Object[][] cells = rows.stream().map(List::toArray).toArray(Object[][]::new);
    String table =
        AsciiTable.builder()
            .border(AsciiTable.NO_BORDERS)
            .data(header.toArray(Column[]::new), cells)
            .asString();
    table.lines().forEach(line -> text.append((" " + line).stripTrailing()).append('\n'));
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
