package io.repconv.converter.torchscript.source;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.converter.torchscript.source.Expression.Literal;
import io.repconv.converter.torchscript.source.Statement.Return;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {
  private static SourceFile parse(String text) {
    return Parser.parse("code/m.py", text);
  }

  /** The function {@code f} of a text. */
  private static FunctionDefinition function(String text) {
    return requireNonNull(parse(text).functions().get("f"));
  }

  private static Expression expression(String text) {
    FunctionDefinition function = function("def f():\n  return " + text + "\n");
    return requireNonNull(((Return) function.body().get(0)).value());
  }

  @Test
  void readsClassesWithFieldsConstantsAndMethods() {
    ClassDefinition definition =
        requireNonNull(
            parse(
                    """
                class Conv2d(Module):
                  __parameters__ = ["weight", "bias", ]
                  weight : Tensor
                  training : bool
                  stride : Final[Tuple[int, int]] = (1, 1)
                  __annotations__["0"] = __torch__.torch.nn.ReLU
                  def forward(self: __torch__.Conv2d,
                    x: Tensor,
                    scale: float=0.5) -> Tensor:
                    return torch.relu(x)
                """)
                .classes()
                .get("Conv2d"));
    assertThat(definition.base()).isEqualTo("Module");
    assertThat(definition.fields()).containsOnlyKeys("weight", "training", "stride", "0");
    assertThat(definition.constants()).containsKeys("__parameters__", "stride");
    FunctionDefinition forward = requireNonNull(definition.methods().get("forward"));
    assertThat(forward.parameters()).extracting("name").containsExactly("self", "x", "scale");
    assertThat(forward.line()).isEqualTo(7);
  }

  @Test
  void readsEveryStatement() {
    FunctionDefinition function =
        function(
            """
                def f(x: Tensor) -> Tensor:
                  a, b, = torch.size(x)
                  y : Optional[Tensor] = annotate(Optional[Tensor], None)
                  self.count = 1
                  while torch.lt(a, 3):
                    a = torch.add(a, 1)
                  for i in range(b):
                    pass
                  if torch.gt(a, b):
                    torch.warn("x")
                  else:
                    pass
                  return (a, b)
                """);
    assertThat(function.body())
        .extracting(statement -> statement.getClass().getSimpleName())
        .containsExactly("Assign", "Assign", "Assign", "While", "For", "If", "Return");
    assertThat(function.body()).extracting(Statement::line).containsExactly(2, 3, 4, 5, 7, 9, 13);
  }

  @Test
  void readsCallsWithKeywordsAndTrailingCommas() {
    Expression.Call call = (Expression.Call) expression("torch.zeros([2], dtype=6, device=d, )");
    assertThat(Expression.dottedPath(call.callee())).isEqualTo("torch.zeros");
    assertThat(call.arguments()).extracting("keyword").containsExactly(null, "dtype", "device");
  }

  @Test
  void readsMethodCallsOfParenthesisedValues() {
    Expression.Call call = (Expression.Call) expression("(self)._conv_forward(x, w, None, )");
    assertThat(((Expression.Attribute) call.callee()).name()).isEqualTo("_conv_forward");
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "1.0000000000000001e-05, 1.0E-5",
    "6., 6.0",
    "-0.5, -0.5",
    "inf, Infinity",
    "-inf, -Infinity",
    "nan, NaN",
    "True, true",
    "None, null"
  })
  void readsLiterals(String text, String value) {
    assertThat(String.valueOf(((Literal) expression(text)).value())).isEqualTo(value);
  }

  @Test
  void readsStringsWithTheirEscapes() {
    assertThat(((Literal) expression("\"a\\\"b\\n\\303\\244\\x21\"")).value())
        .isEqualTo("a\"b\nä!");
  }

  @Test
  void readsEmptyAndSingleTuples() {
    assertThat(((Expression.TupleOf) expression("()")).items()).isEmpty();
    assertThat(((Expression.TupleOf) expression("(1,)")).items()).hasSize(1);
    assertThat(expression("(1)")).isInstanceOf(Literal.class);
  }

  @Test
  void skipsWhatOldArchivesBeginWith() {
    assertThat(parse("op_version_set = 1\nimport __torch__.a\ndef f():\n  pass\n").functions())
        .containsOnlyKeys("f");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "def f():\n  return a + b\n",
        "def f():\n  return lambda: 1\n",
        "def f(:\n  pass\n",
        "def f():\nreturn 1\n",
        "def f():\n    pass\n  pass\n",
        "def f():\n  return \"abc\n",
        "def f():\n  return 99999999999999999999\n",
        "def f():\n  1 = 2\n",
        "def f():\n  return \"\\q\"\n",
        "x = 1\n",
        "class A(Module):\n  1 = 2\n"
      })
  void refusesWhatIsOutsideTheSubset(String text) {
    assertThatThrownBy(() -> parse(text))
        .hasMessageStartingWith("code/m.py:")
        .hasMessageEndingWith("[RC-119]");
  }

  @Test
  void namesTheLine() {
    assertThatThrownBy(() -> parse("def f():\n  pass\n  a = $\n"))
        .hasMessageContaining("code/m.py:3: character '$'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "f(", "a[", "{1:"})
  void boundsTheDepthOfExpressions(String open) {
    assertThatThrownBy(() -> expression(open.repeat(100_000)))
        .hasMessageContaining("nested deeper than 200");
  }

  @Test
  void boundsChainsAndBlocks() {
    assertThatThrownBy(() -> expression("a" + ".b".repeat(100_000)))
        .hasMessageContaining("a chain of more than 200 links");
    StringBuilder blocks = new StringBuilder("def f():\n");
    for (int i = 1; i < 300; i++) {
      blocks.append(" ".repeat(i)).append("if a:\n");
    }
    assertThatThrownBy(() -> parse(blocks.toString())).hasMessageContaining("deeper than 100");
  }
}
