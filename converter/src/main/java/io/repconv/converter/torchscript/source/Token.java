package io.repconv.converter.torchscript.source;

import org.jspecify.annotations.Nullable;

/**
 * One token.
 *
 * @param text as written; for {@link Kind#STRING} the decoded content
 * @param value the number of a {@link Kind#NUMBER}, else null
 */
record Token(Kind kind, String text, @Nullable Object value, int line) {
  enum Kind {
    NAME,
    NUMBER,
    STRING,
    SYMBOL,
    NEWLINE,
    INDENT,
    DEDENT,
    END
  }

  boolean is(String symbolOrWord) {
    return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(symbolOrWord);
  }

  String described() {
    return switch (kind) {
      case NEWLINE -> "end of line";
      case INDENT -> "indentation";
      case DEDENT -> "end of block";
      case END -> "end of file";
      default -> "'" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "'";
    };
  }
}
