package io.repconv.graph.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Opaque;
import io.repconv.graph.Origin;
import io.repconv.graph.RandomGraph;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.pass.Simplify;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GraphTextTest {
  private static final String NET =
      """
      graph "net"
      input %image: float[N, 3, H, W]
      const %w: float[1, 3, 1, 1] = [0.5, -1.0, 0.1]
      %c: float[N, 1, floor((H + 1)/2), W] = Conv(%image, %w, _) {strides=[2, 1]} name "/stem/conv" from "stem.conv"
      %shape: int64[4] {N, 1, floor((H + 1)/2), W} = Shape(%c)
      %"odd name": float[N, 1, floor((H + 1)/2), W] = LeakyRelu(%c) {alpha=0.1} from "stem.act", "stem"
      output %"odd name", %shape
      """;

  private static String printed(Graph graph) {
    String text = GraphText.print(graph);
    assertThat(GraphText.print(GraphText.parse(text))).isEqualTo(text);
    return text;
  }

  @Test
  void aGraphIsReadAsItIsWritten() {
    assertThat(printed(GraphText.parse(NET))).isEqualTo(NET);
  }

  @Test
  void typesOfModelledOperatorsMayBeLeftOut() {
    assertThat(
            printed(
                GraphText.parse(
                    """
                    graph "g"
                    input %x: float[N]

                    %y = Relu(%x)
                    output %y
                    """)))
        .contains("%y: float[N] = Relu(%x)");
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void printingWhatWasParsedGivesTheSameText(long seed) {
    printed(RandomGraph.of(seed));
    printed(Simplify.apply(RandomGraph.of(seed)));
  }

  @Test
  void digitsThatFloatHasNoRoomForSurvive() {
    GraphBuilder builder = new GraphBuilder("g");
    double[] values = {1.0 / 3, 0.1f, -0.0, Double.NaN, Double.NEGATIVE_INFINITY};
    builder.output(builder.constant("c", Tensor.of(ElementType.FLOAT, new long[] {5}, values)));
    String text = printed(builder.build());
    assertThat(text)
        .contains("const %c: float[5] = [0.3333333333333333d, 0.1, -0.0, NaN, -Infinity]");
    Tensor read = Objects.requireNonNull(GraphText.parse(text).outputs().get(0).constant());
    assertThat(read.doubles()).containsExactly(values);
  }

  @Test
  void largeConstantsAreBytes() {
    GraphBuilder builder = new GraphBuilder("g");
    Tensor large = Tensor.ofFloats(new long[] {65}, new float[65]);
    builder.output(builder.constant("c", large));
    assertThat(printed(builder.build())).contains("const %c: float[65] = base64 \"AAAA");
  }

  @Test
  void everyKindOfAttributeSurvives() {
    Attributes attributes =
        Attributes.of(
            Map.of(
                "integer", new Attributes.Int(-3),
                "real", new Attributes.Real(1e-5),
                "infinite", new Attributes.Real(Double.POSITIVE_INFINITY),
                "text", new Attributes.Text("a \"b\"\n\\"),
                "integers", new Attributes.Ints(List.of()),
                "reals", new Attributes.Reals(List.of(1.0, Double.NaN)),
                "texts", new Attributes.Texts(List.of("a", "b,")),
                "constant", new Attributes.Constant(Tensor.ofInts(1, 2)),
                "encoded", new Attributes.Encoded(new byte[] {1, 2, 3})));
    GraphBuilder builder = new GraphBuilder("g");
    Value x = builder.input("x", ElementType.FLOAT, Shape.parse("N"));
    Value.Type any = new Value.Type(ElementType.OTHER, Shape.UNRANKED);
    Opaque op = new Opaque("com.example", "Swirl", 3, attributes, List.of(any, any), 1);
    builder
        .addAll(op, List.of(Value.ABSENT, x), Origin.UNKNOWN, "", List.of("a", "b"))
        .forEach(builder::output);
    assertThat(printed(builder.build()))
        .contains(
            "%a: other?, %b: other? = opaque \"com.example\" Swirl 3 captures 1 (_, %x) "
                + "{constant=tensor int64[2] = [1, 2], encoded=bytes \"AQID\", "
                + "infinite=real Infinity, integer=-3, integers=[], real=1.0E-5, "
                + "reals=reals [1.0, real NaN], text=\"a \\\"b\\\"\\n\\\\\", "
                + "texts=texts [\"a\", \"b,\"]}");
  }

  @Test
  void constantsThatShareANameGetNumbers() {
    GraphBuilder builder = new GraphBuilder("g");
    Value first = new GraphBuilder("other").constant("c", Tensor.ofInts(1));
    Value second = builder.constant("c", Tensor.ofInts(2));
    builder.output(builder.add(Binary.ADD, List.of(first, second), Origin.UNKNOWN, "y"));
    assertThat(printed(builder.build())).contains("const %c: ", "const %c.1: ", "Add(%c, %c.1)");
  }

  @Test
  void whatIsWrongIsNamedWithItsLine() {
    assertThatThrownBy(() -> GraphText.parse("graph \"g\"\n%y = Relu(%x)\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 2: nothing is named x");
    assertThatThrownBy(() -> GraphText.parse("input %x: float[N]\n%y = Swirl(%x)"))
        .hasMessage("line 2: Swirl is not modelled");
    assertThatThrownBy(() -> GraphText.parse("input %x: float[N]\n%y: float[3] = Relu(%x)"))
        .hasMessage("line 2: %y is declared as float[3], but is float[N]");
    assertThatThrownBy(() -> GraphText.parse("input %x: float[N]\n%y = Relu(%x) ?"))
        .hasMessage("line 2: expected the end of the line at '?'");
    assertThatThrownBy(() -> GraphText.parse("input %x: float[N]\n%y = Relu %x"))
        .hasMessage("line 2: expected '(' at '%x'");
    assertThatThrownBy(() -> GraphText.parse("input %x"))
        .hasMessage("line 1: expected a type at the end of the line");
    assertThatThrownBy(() -> GraphText.parse("input %x: float[N]\ninput %x: float[N]"))
        .hasMessage("line 2: two values are named x");
  }
}
