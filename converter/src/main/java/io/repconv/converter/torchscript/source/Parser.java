package io.repconv.converter.torchscript.source;

import io.repconv.converter.torchscript.source.Expression.Literal;
import io.repconv.converter.torchscript.source.Expression.TupleOf;
import io.repconv.converter.torchscript.source.FunctionDefinition.Parameter;
import io.repconv.converter.torchscript.source.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recursive-descent parser of the Python subset that PyTorch's serializer prints.
 *
 * <p>The subset: classes with annotated fields and methods, functions, assignments (to names,
 * tuples of names, attributes), {@code if}, {@code while}, {@code for}, {@code return}, {@code
 * pass}; calls, attributes, subscripts and literals, but no operators: arithmetic is calls.
 */
public final class Parser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;

  private Parser(TokenStream tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens);
  }

  /**
   * Parses one file.
   *
   * @param path entry name, for messages
   * @throws io.repconv.graph.RepconvException naming file and line where the text is outside the
   *     subset
   */
  public static SourceFile parse(String path, String text) {
    return new Parser(new TokenStream(path, Lexer.tokens(path, text))).file(path);
  }

  private SourceFile file(String path) {
    Map<String, ClassDefinition> classes = new LinkedHashMap<>();
    Map<String, FunctionDefinition> functions = new LinkedHashMap<>();
    while (!tokens.atEnd()) {
      if (tokens.at("class")) {
        ClassDefinition definition = classDefinition();
        classes.put(definition.name(), definition);
      } else if (tokens.at("def")) {
        FunctionDefinition definition = function();
        functions.put(definition.name(), definition);
      } else if (tokens.at("import") || tokens.at("op_version_set")) {
        skipLine(); // archives before torch 1.4 begin with these
      } else {
        throw tokens.unexpected("a class or a function");
      }
    }
    return new SourceFile(path, classes, functions);
  }

  private void skipLine() {
    while (!tokens.accept(Kind.NEWLINE) && !tokens.atEnd()) {
      tokens.next();
    }
  }

  private ClassDefinition classDefinition() {
    int line = tokens.expect("class").line();
    String name = tokens.expectName();
    String base = null;
    if (tokens.accept("(")) {
      base = tokens.at(")") ? null : Expression.dottedPath(expressions.expression());
      tokens.expect(")");
    }
    ClassDefinition definition =
        new ClassDefinition(
            name, base, new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), line);
    tokens.expect(":");
    tokens.openBlock();
    while (!tokens.accept(Kind.DEDENT)) {
      member(definition);
    }
    return definition;
  }

  private void member(ClassDefinition definition) {
    if (tokens.accept("@")) {
      expressions.expression();
      tokens.endStatement();
    } else if (tokens.at("def")) {
      FunctionDefinition method = function();
      definition.methods().put(method.name(), method);
    } else if (tokens.accept("pass")) {
      tokens.endStatement();
    } else {
      field(definition);
    }
  }

  /** {@code name : Type [= value]}, {@code name = value} or {@code __annotations__["0"] = Type}. */
  private void field(ClassDefinition definition) {
    Expression target = expressions.expression();
    Expression type = tokens.accept(":") ? expressions.expression() : null;
    Expression value = tokens.accept("=") ? expressions.expressionList() : null;
    tokens.endStatement();
    if (target instanceof Expression.Name name) {
      if (type != null) {
        definition.fields().put(name.id(), type);
      }
      if (value != null) {
        definition.constants().put(name.id(), value);
      }
    } else if (target instanceof Expression.Subscript subscript
        && subscript.indices().size() == 1
        && subscript.indices().get(0) instanceof Literal literal
        && literal.value() instanceof String name
        && value != null) {
      definition.fields().put(name, value);
    } else {
      throw tokens.error(target.line(), "a member that declares no name", "a field or a method");
    }
  }

  private FunctionDefinition function() {
    int line = tokens.expect("def").line();
    String name = tokens.expectName();
    tokens.expect("(");
    List<Parameter> parameters = new ArrayList<>();
    while (!tokens.accept(")")) {
      String parameter = tokens.expectName();
      Expression type = tokens.accept(":") ? expressions.expression() : null;
      Expression defaultValue = tokens.accept("=") ? expressions.expression() : null;
      parameters.add(new Parameter(parameter, type, defaultValue));
      if (!tokens.at(")")) {
        tokens.expect(",");
      }
    }
    Expression returnType = tokens.accept("->") ? expressions.expression() : null;
    return new FunctionDefinition(name, parameters, returnType, block(), line);
  }

  private List<Statement> block() {
    tokens.expect(":");
    tokens.openBlock();
    List<Statement> statements = new ArrayList<>();
    while (!tokens.accept(Kind.DEDENT)) {
      statements.add(statement());
    }
    return statements;
  }

  private Statement statement() {
    int line = tokens.line();
    if (tokens.accept("if")) {
      return ifRest(line);
    }
    if (tokens.accept("while")) {
      return new Statement.While(expressions.expression(), block(), line);
    }
    if (tokens.accept("for")) {
      Expression target = expressions.expressionList();
      tokens.expect("in");
      return new Statement.For(target, expressions.expression(), block(), line);
    }
    if (tokens.accept("return")) {
      Expression value = tokens.at(Kind.NEWLINE) ? null : expressions.expressionList();
      tokens.endStatement();
      return new Statement.Return(value, line);
    }
    if (tokens.accept("pass")) {
      tokens.endStatement();
      return new Statement.Pass(line);
    }
    return assignment(line);
  }

  private Statement ifRest(int line) {
    Expression condition = expressions.expression();
    List<Statement> then = block();
    List<Statement> otherwise = List.of();
    if (tokens.accept("else")) {
      otherwise = block();
    }
    return new Statement.If(condition, then, otherwise, line);
  }

  private Statement assignment(int line) {
    Expression target = expressions.expressionList();
    @Nullable Expression value = null;
    if (tokens.accept(":")) {
      expressions.expression(); // the annotation; values carry their own types
    }
    if (tokens.accept("=")) {
      value = expressions.expressionList();
    }
    tokens.endStatement();
    if (value == null) {
      return new Statement.Evaluate(target, line);
    }
    checkTarget(target);
    return new Statement.Assign(target, value, line);
  }

  private void checkTarget(Expression target) {
    if (target instanceof TupleOf tuple) {
      tuple.items().forEach(this::checkTarget);
    } else if (!(target instanceof Expression.Name) && !(target instanceof Expression.Attribute)) {
      throw tokens.error(target.line(), "an assignment to an expression", "to a name");
    }
  }
}
