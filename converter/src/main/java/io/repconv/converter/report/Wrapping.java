package io.repconv.converter.report;

/** Breaks text into lines at spaces. */
public final class Wrapping {
  private Wrapping() {}

  /**
   * Text in lines of at most {@code width} letters where its words allow it, every line but the
   * first indented.
   */
  public static String hanging(String text, int width, int indent) {
    StringBuilder wrapped = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > width) {
        wrapped.append('\n').append(" ".repeat(indent));
        column = 0;
      } else if (column > 0) {
        wrapped.append(' ');
        column++;
      }
      wrapped.append(word);
      column += word.length();
    }
    return wrapped.toString();
  }
}
