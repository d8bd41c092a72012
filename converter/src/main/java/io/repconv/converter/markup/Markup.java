package io.repconv.converter.markup;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Builds HTML, SVG and XML. Whatever comes in as text or as the value of an attribute is escaped,
 * so that no name in a model can become markup; tags and names of attributes are this program's
 * own.
 */
public final class Markup {
  private static final char REPLACEMENT = '\ufffd';

  private final StringBuilder markup = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Starts an element.
   *
   * @param attributes names and values in turn
   */
  public Markup open(String tag, String... attributes) {
    start(tag, attributes).append('>');
    open.push(tag);
    return this;
  }

  /** Ends the innermost element. */
  public Markup close() {
    markup.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Ends elements and starts a new line. */
  public Markup close(int elements) {
    for (int i = 0; i < elements; i++) {
      close();
    }
    return line();
  }

  /** An element that holds text alone. */
  public Markup element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** An element that holds nothing: one of XML or SVG, or one of HTML's that never do. */
  public Markup empty(String tag, String... attributes) {
    start(tag, attributes).append("/>");
    return this;
  }

  /** Starts a new line. */
  public Markup line() {
    markup.append('\n');
    return this;
  }

  private StringBuilder start(String tag, String... attributes) {
    markup.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      markup.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      markup.append('"');
    }
    return markup;
  }

  /** Text between tags. */
  public Markup text(String text) {
    escape(text);
    return this;
  }

  /** Markup of this program's own, as it is. */
  public Markup trusted(String own) {
    markup.append(own);
    return this;
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> markup.append("&amp;");
                case '<' -> markup.append("&lt;");
                case '>' -> markup.append("&gt;");
                case '"' -> markup.append("&quot;");
                case '\'' -> markup.append("&#39;");
                default -> markup.appendCodePoint(isPlain(c) ? c : REPLACEMENT);
              }
            });
  }

  /**
   * Whether a character may stand in XML 1.0, and does not change the direction of the text around
   * it.
   */
  private static boolean isPlain(int c) {
    boolean control = (c < ' ' && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0);
    boolean direction = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    boolean noCharacter = (c >= 0xd800 && c < 0xe000) || (c & 0xfffe) == 0xfffe;
    return !control && !direction && !noCharacter;
  }

  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return markup.toString();
  }
}
