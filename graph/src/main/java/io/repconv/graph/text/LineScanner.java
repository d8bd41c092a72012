package io.repconv.graph.text;

import java.util.function.IntPredicate;

/** Reads one line of the text form from left to right, passing over spaces. */
final class LineScanner {
  private final String line;
  private int at;

  LineScanner(String line) {
    this.line = line;
  }

  IllegalArgumentException malformed(String expected) {
    String rest = at < line.length() ? "'" + line.substring(at) + "'" : "the end of the line";
    return new IllegalArgumentException("expected " + expected + " at " + rest);
  }

  private void skipSpaces() {
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
  }

  boolean isAtEnd() {
    skipSpaces();
    return at == line.length();
  }

  /** Whether this comes next; it is not taken. */
  boolean sees(String token) {
    skipSpaces();
    return line.startsWith(token, at);
  }

  /** Takes this if it comes next. */
  boolean takes(String token) {
    if (sees(token)) {
      at += token.length();
      return true;
    }
    return false;
  }

  void expect(String token) {
    if (!takes(token)) {
      throw malformed("'" + token + "'");
    }
  }

  /** The characters that follow as long as they are of a kind, at least one. */
  String word(String what, IntPredicate kind) {
    skipSpaces();
    int start = at;
    while (at < line.length() && kind.test(line.charAt(at))) {
      at++;
    }
    if (start == at) {
      throw malformed(what);
    }
    return line.substring(start, at);
  }

  /** An identifier: letters, digits and underscores. */
  String identifier(String what) {
    return word(what, c -> Character.isLetterOrDigit(c) || c == '_');
  }

  int integer(String what) {
    return Integer.parseInt(word(what, Character::isDigit));
  }

  /** Everything up to a character, which is taken too. */
  String until(char end) {
    int stop = line.indexOf(end, at);
    if (stop < 0) {
      throw malformed("a '" + end + "' further on");
    }
    String text = line.substring(at, stop);
    at = stop + 1;
    return text;
  }

  /** A value's name behind its percent sign. */
  String name() {
    expect("%");
    return sees("\"") ? quoted() : word("a name", Quoted::isPlain);
  }

  /** A string in quotes. */
  String quoted() {
    expect("\"");
    StringBuilder text = new StringBuilder();
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '"') {
        return text.toString();
      }
      if (c == '\\' && at < line.length()) {
        char escaped = line.charAt(at++);
        c = escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped;
      }
      text.append(c);
    }
    throw malformed("a closing quote");
  }
}
