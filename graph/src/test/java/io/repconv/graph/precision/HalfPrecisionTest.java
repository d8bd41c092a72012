package io.repconv.graph.precision;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Origin;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.text.GraphText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HalfPrecisionTest {
  /** Every value of the network, as small as it need be. */
  private static Map<String, Double> small(Graph network) {
    Map<String, Double> magnitudes = new TreeMap<>();
    network.inputs().forEach(input -> magnitudes.put(input.name(), 1.0));
    network.nodes().stream()
        .flatMap(node -> node.outputs().stream())
        .forEach(output -> magnitudes.put(output.name(), 1.0));
    return magnitudes;
  }

  private static HalfPrecision.Result apply(String network) {
    Graph graph = GraphText.parse(network);
    return HalfPrecision.apply(graph, small(graph));
  }

  private static List<String> lines(Graph graph) {
    return GraphText.print(graph).lines().filter(line -> line.contains(" = ")).toList();
  }

  private static final String TWO_LAYERS =
      """
      graph "net"
      input %x: float[N, 1, H, W]
      const %w: float[2, 1, 1, 1] = [0.5, 2.0]
      const %v: float[1, 2, 1, 1] = [0.25, 4.0]
      %a: float[N, 2, H, W] = Conv(%x, %w, _)
      %b: float[N, 2, H, W] = Relu(%a)
      %y: float[N, 1, H, W] = Conv(%b, %v, _)
      output %y
      """;

  @Test
  void aNetworkIsHalfBetweenFloatInputsAndOutputs() {
    HalfPrecision.Result result = apply(TWO_LAYERS);

    assertThat(lines(result.graph()))
        .containsExactly(
            "%x_half: float16[N, 1, H, W] = Cast(%x) {to=10}",
            "const %w_half: float16[2, 1, 1, 1] = [0.5, 2.0]",
            "%a: float16[N, 2, H, W] = Conv(%x_half, %w_half, _)",
            "%b: float16[N, 2, H, W] = Relu(%a)",
            "const %v_half: float16[1, 2, 1, 1] = [0.25, 4.0]",
            "%y_half: float16[N, 1, H, W] = Conv(%b, %v_half, _)",
            "%y: float[N, 1, H, W] = Cast(%y_half) {to=1}");
    assertThat(result.kept()).isEmpty();
  }

  @Test
  void aWeightBeyondTheRangeKeepsItsLayerInFloat() {
    HalfPrecision.Result result = apply(TWO_LAYERS.replace("[0.25, 4.0]", "[0.25, -65520.0]"));

    assertThat(lines(result.graph()))
        .contains(
            "%b_float: float[N, 2, H, W] = Cast(%b) {to=1}",
            "%y: float[N, 1, H, W] = Conv(%b_float, %v, _)");
    assertThat(result.kept())
        .containsExactly(
            new HalfPrecision.Kept("y (Conv)", "constant 'v' reaches 6.55e+04, above 65504"));
  }

  @Test
  void theLargestNumberThatRoundsIntoTheRangeIsHalf() {
    assertThat(apply(TWO_LAYERS.replace("[0.25, 4.0]", "[0.25, 65519.0]")).kept()).isEmpty();
  }

  @Test
  void aValueWithoutHeadroomKeepsWhatMakesItAndWhatReadsItInFloat() {
    Graph graph = GraphText.parse(TWO_LAYERS);
    Map<String, Double> magnitudes = small(graph);
    magnitudes.put("a", 16377.0);

    HalfPrecision.Result result = HalfPrecision.apply(graph, magnitudes);

    assertThat(result.kept())
        .containsExactly(
            new HalfPrecision.Kept(
                "a (Conv)", "'a' reaches 1.64e+04 on the samples, above 65504 / 4"),
            new HalfPrecision.Kept(
                "b (Relu)", "'a' reaches 1.64e+04 on the samples, above 65504 / 4"));
    assertThat(lines(result.graph()))
        .contains(
            "%a: float[N, 2, H, W] = Conv(%x, %w, _)",
            "%b: float[N, 2, H, W] = Relu(%a)",
            "%b_half: float16[N, 2, H, W] = Cast(%b) {to=10}",
            "%y_half: float16[N, 1, H, W] = Conv(%b_half, %v_half, _)");
  }

  @Test
  void aValueOfUnknownRangeIsNotTakenForSmall() {
    Graph graph = GraphText.parse(TWO_LAYERS);
    Map<String, Double> magnitudes = small(graph);
    magnitudes.remove("y");

    assertThat(HalfPrecision.apply(graph, magnitudes).kept())
        .containsExactly(new HalfPrecision.Kept("y (Conv)", "the range of 'y' is not known"));
  }

  @Test
  void weightsAreRoundedOnceFromTheirDouble() {
    // 1 + 2^-11 is halfway between two halves and goes to the even one, 1; a little above it goes
    // up. Rounded to float first, the little is lost.
    GraphBuilder builder = new GraphBuilder("net");
    Graph text = GraphText.parse(TWO_LAYERS);
    Value x = text.inputs().get(0);
    builder.keepInput(x);
    double aboveHalfway = 1 + 0x1p-11 + 0x1p-40;
    Value weight =
        builder.constant(
            "w",
            Tensor.of(ElementType.FLOAT, new long[] {2, 1, 1, 1}, new double[] {aboveHalfway, 1}));
    Node conv = text.nodes().get(0);
    Value y = builder.add(conv.op(), List.of(x, weight, Value.ABSENT), Origin.UNKNOWN, "y");
    builder.output(y);
    Graph graph = builder.build();

    Graph half = HalfPrecision.apply(graph, small(graph)).graph();

    Value written =
        half.nodes().stream()
            .filter(node -> node.op().name().equals("Conv"))
            .map(node -> node.input(1))
            .findFirst()
            .orElseThrow();
    Tensor tensor = Objects.requireNonNull(written.constant());
    assertThat(Tensor.stored(tensor.type(), tensor.dims(), tensor.bytes()).doubles())
        .containsExactly(1 + 0x1p-10, 1);
  }

  @Test
  void sumsAndExponentialsAreFloatAndWhatMovesTheirResultsFollows() {
    HalfPrecision.Result result =
        apply(
            """
            graph "net"
            input %x: float[N, 4]
            %a: float[N, 4] = Relu(%x)
            %s: float[N, 4] = Softmax(%a) {axis=1}
            %t: float[4, N] = Transpose(%s) {perm=[1, 0]}
            %y: float[4, N] = Neg(%t)
            output %y
            """);

    assertThat(lines(result.graph()))
        .containsExactly(
            "%x_half: float16[N, 4] = Cast(%x) {to=10}",
            "%a: float16[N, 4] = Relu(%x_half)",
            "%a_float: float[N, 4] = Cast(%a) {to=1}",
            "%s: float[N, 4] = Softmax(%a_float) {axis=1}",
            "%t: float[4, N] = Transpose(%s) {perm=[1, 0]}",
            "%t_half: float16[4, N] = Cast(%t) {to=10}",
            "%y_half: float16[4, N] = Neg(%t_half)",
            "%y: float[4, N] = Cast(%y_half) {to=1}");
    assertThat(result.kept())
        .containsExactly(new HalfPrecision.Kept("s (Softmax)", "Softmax is computed in float32"));
  }

  @Test
  void shapesAreReadFromTheHalfValueWithoutACast() {
    HalfPrecision.Result result =
        apply(
            """
            graph "net"
            input %x: float[N, 4]
            %a: float[N, 4] = Relu(%x)
            %s: int64[2] {N, 4} = Shape(%a)
            output %a, %s
            """);

    assertThat(lines(result.graph())).contains("%a_half: float16[N, 4] = Relu(%x_half)");
    assertThat(lines(result.graph()).stream().filter(line -> line.contains("Cast"))).hasSize(2);
  }

  @Test
  void theScalesOfAResizeStayFloat() {
    HalfPrecision.Result result =
        apply(
            """
            graph "net"
            input %x: float[1, 1, 4, 4]
            const %scales: float[4] = [1.0, 1.0, 2.0, 2.0]
            %a: float[1, 1, 4, 4] = Relu(%x)
            %y = Resize(%a, _, %scales) {mode="nearest"}
            output %y
            """);

    assertThat(lines(result.graph()))
        .anySatisfy(line -> assertThat(line).contains("Resize(%a, _, %scales)"));
  }

  @Test
  void aNetworkThatIsHalfAlreadyStaysAsItIs() {
    String network = TWO_LAYERS.replace("float[", "float16[");

    HalfPrecision.Result result = apply(network);

    assertThat(GraphText.print(result.graph()))
        .isEqualTo(GraphText.print(GraphText.parse(network)));
  }

  @Test
  void namesThatTheNetworkHasAreNotGivenToCasts() {
    HalfPrecision.Result result =
        apply(
            """
            graph "net"
            input %x: float[N, 4]
            %x_half: float[N, 4] = Relu(%x)
            %y: float[N, 4] = Neg(%x_half)
            output %y
            """);

    assertThat(lines(result.graph()).get(0))
        .isEqualTo("%x_half_half: float16[N, 4] = Cast(%x) {to=10}");
    assertThat(result.graph().outputs().get(0).name()).isEqualTo("y");
  }
}
