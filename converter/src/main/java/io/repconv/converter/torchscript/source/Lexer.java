package io.repconv.converter.torchscript.source;

import io.repconv.converter.torchscript.source.Token.Kind;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits serialized source into tokens; indentation becomes INDENT and DEDENT as in Python. */
final class Lexer {
  private static final int MAX_TOKENS = 8_000_000;
  private static final int MAX_INDENTATIONS = 100;
  private static final int MAX_NUMBER_LENGTH = 100;

  private final String path;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private final Deque<Integer> indentations = new ArrayDeque<>(List.of(0));
  private int at;
  private int line = 1;
  private int brackets;

  private Lexer(String path, String text) {
    this.path = path;
    this.text = text;
  }

  /**
   * Tokens of {@code text}, ended by one END.
   *
   * @throws io.repconv.graph.RepconvException where a character or a literal has no meaning
   */
  static List<Token> tokens(String path, String text) {
    Lexer lexer = new Lexer(path, text);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    indent();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        at++;
        endLine();
      } else if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (c == '#') {
        skipComment();
      } else if (c == '"' || c == '\'') {
        string(c);
      } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
        number();
      } else if (isNameStart(c)) {
        name();
      } else {
        symbol(c);
      }
    }
    if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).kind() != Kind.NEWLINE) {
      add(Kind.NEWLINE, "", null);
    }
    while (indentations.size() > 1) {
      indentations.pop();
      add(Kind.DEDENT, "", null);
    }
    add(Kind.END, "", null);
  }

  private void endLine() {
    if (brackets == 0
        && !tokens.isEmpty()
        && tokens.get(tokens.size() - 1).kind() != Kind.NEWLINE) {
      add(Kind.NEWLINE, "", null);
    }
    line++;
    if (brackets == 0) {
      indent();
    }
  }

  /** At the beginning of a line: compares its indentation with that of the enclosing blocks. */
  private void indent() {
    int column = 0;
    while (peek(0) == ' ') {
      at++;
      column++;
    }
    char c = peek(0);
    if (c == '\n' || c == '\r' || c == '#' || at >= text.length()) {
      return;
    }
    if (column > indentations.peek()) {
      if (indentations.size() > MAX_INDENTATIONS) {
        throw SourceError.at(path, line, "blocks nest deeper than " + MAX_INDENTATIONS, "fewer");
      }
      indentations.push(column);
      add(Kind.INDENT, "", null);
    }
    while (column < indentations.peek()) {
      indentations.pop();
      add(Kind.DEDENT, "", null);
    }
    if (column != indentations.peek()) {
      throw SourceError.at(path, line, "indentation of " + column + " columns", "that of a block");
    }
  }

  private void skipComment() {
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
  }

  private void name() {
    int start = at;
    while (isNameStart(peek(0)) || isDigit(peek(0))) {
      at++;
    }
    add(Kind.NAME, text.substring(start, at), null);
  }

  private void symbol(char c) {
    if (c == '-' && peek(1) == '>') {
      at += 2;
      add(Kind.SYMBOL, "->", null);
      return;
    }
    switch (c) {
      case '(', '[', '{' -> brackets++;
      case ')', ']', '}' -> brackets = Math.max(0, brackets - 1);
      case ',', ':', '=', '.', '-', '@' -> {}
      default ->
          throw SourceError.at(
              path, line, "character '" + c + "'", "serialized TorchScript source");
    }
    at++;
    add(Kind.SYMBOL, String.valueOf(c), null);
  }

  private void number() {
    int start = at;
    boolean real = false;
    while (true) {
      char c = peek(0);
      if (c == '.' || c == 'e' || c == 'E') {
        real = true;
      } else if (!isDigit(c) && !((c == '-' || c == '+') && isExponent(at - 1))) {
        break;
      }
      at++;
    }
    String digits = text.substring(start, at);
    if (digits.length() > MAX_NUMBER_LENGTH) {
      throw SourceError.at(path, line, "a number of " + digits.length() + " digits", "fewer");
    }
    try {
      add(Kind.NUMBER, digits, real ? (Object) Double.parseDouble(digits) : new BigInteger(digits));
    } catch (NumberFormatException e) {
      throw SourceError.at(path, line, "number '" + digits + "'", "an int or a float");
    }
  }

  private void string(char quote) {
    int first = line;
    int start = ++at;
    while (at < text.length() && isPlain(text.charAt(at), quote)) {
      at++;
    }
    if (peek(0) == quote) {
      add(Kind.STRING, text.substring(start, at++), null);
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    at = start;
    while (true) {
      char c = peek(0);
      if (at >= text.length() || c == '\n') {
        throw SourceError.at(path, first, "a string that does not end", "a closing quote");
      }
      at++;
      if (c == quote) {
        break;
      }
      if (c == '\\') {
        escape(bytes);
      } else {
        int end = Character.isHighSurrogate(c) && at < text.length() ? at + 1 : at;
        bytes.writeBytes(text.substring(at - 1, end).getBytes(StandardCharsets.UTF_8));
        at = end;
      }
    }
    add(Kind.STRING, bytes.toString(StandardCharsets.UTF_8), null);
  }

  /** Whether a character of a string stands for itself. */
  private static boolean isPlain(char c, char quote) {
    return c != quote && c != '\\' && c >= ' ' && c < 0x7f;
  }

  /** After a backslash. Bytes that are not printable ASCII are written as three octal digits. */
  private void escape(ByteArrayOutputStream bytes) {
    char c = peek(0);
    at++;
    int value =
        switch (c) {
          case 'a' -> 7;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'v' -> 11;
          case '\\', '\'', '"' -> c;
          case 'x' -> {
            int code = digits(at, 2, 16);
            at += 2;
            yield code;
          }
          case '0', '1', '2', '3' -> {
            int code = digits(at - 1, 3, 8);
            at += 2;
            yield code;
          }
          default -> throw SourceError.at(path, line, "escape '\\" + c + "'", "a known escape");
        };
    bytes.write(value);
  }

  private int digits(int from, int count, int radix) {
    int end = Math.min(from + count, text.length());
    int value = 0;
    for (int i = from; i < from + count; i++) {
      int digit = i < end ? Character.digit(text.charAt(i), radix) : -1;
      if (digit < 0) {
        throw SourceError.at(
            path, line, "escape '\\" + text.substring(from, end) + "'", "a known escape");
      }
      value = value * radix + digit;
    }
    return value;
  }

  private void add(Kind kind, String content, @Nullable Object value) {
    if (tokens.size() >= MAX_TOKENS) {
      throw SourceError.at(path, line, "more than " + MAX_TOKENS + " tokens", "fewer");
    }
    tokens.add(new Token(kind, content, value, line));
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  private boolean isExponent(int index) {
    char c = text.charAt(index);
    return c == 'e' || c == 'E';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || Character.isLetter(c);
  }
}
