package io.repconv.converter.torchscript.source;

import io.repconv.converter.torchscript.source.Token.Kind;
import io.repconv.graph.RepconvException;
import java.util.List;

/** Reads tokens in order and says what was expected where they do not fit. */
final class TokenStream {
  private final String path;
  private final List<Token> tokens;
  private int position;

  TokenStream(String path, List<Token> tokens) {
    this.path = path;
    this.tokens = tokens;
  }

  int line() {
    return peek().line();
  }

  boolean atEnd() {
    return at(Kind.END);
  }

  boolean at(Kind kind) {
    return peek().kind() == kind;
  }

  boolean at(String symbolOrWord) {
    return peek().is(symbolOrWord);
  }

  boolean accept(Kind kind) {
    return at(kind) && next().kind() == kind;
  }

  boolean accept(String symbolOrWord) {
    return at(symbolOrWord) && next().is(symbolOrWord);
  }

  Token next() {
    Token token = peek();
    if (token.kind() != Kind.END) {
      position++;
    }
    return token;
  }

  Token peek() {
    return tokens.get(position);
  }

  Token expect(String symbolOrWord) {
    if (!at(symbolOrWord)) {
      throw unexpected("'" + symbolOrWord + "'");
    }
    return next();
  }

  String expectName() {
    if (!at(Kind.NAME)) {
      throw unexpected("a name");
    }
    return next().text();
  }

  void endStatement() {
    if (!accept(Kind.NEWLINE)) {
      throw unexpected("the end of the statement");
    }
  }

  /** Behind the colon of a class, function or branch. */
  void openBlock() {
    endStatement();
    if (!accept(Kind.INDENT)) {
      throw unexpected("an indented block");
    }
  }

  RepconvException unexpected(String expected) {
    return error(line(), peek().described(), expected);
  }

  RepconvException error(int line, String observed, String expected) {
    return SourceError.at(path, line, observed, expected);
  }
}
