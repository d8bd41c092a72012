package io.repconv.converter.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.converter.markup.Markup;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.Origin;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagramTest {
  private final GraphBuilder graph = new GraphBuilder("test");
  private Value x = graph.input("x", ElementType.FLOAT, Shape.of(1, 2, 4, 4));

  private Value add(Op op, Value... inputs) {
    return graph.add(op, List.of(inputs), Origin.UNKNOWN, "v");
  }

  private Graph end() {
    graph.output(x);
    return graph.build();
  }

  /** A residual block: two activations beside a shortcut. */
  private void residual() {
    x = add(Binary.ADD, add(Unary.TANH, add(Unary.RELU, x)), x);
  }

  private static Diagram diagram(Graph graph) {
    return Diagram.of(Network.of(graph, node -> node.op().name(), node -> -1, block -> 0));
  }

  private static List<String> lines(Diagram diagram) {
    return diagram.lines().stream()
        .map(line -> line.from().label() + " > " + line.to().label())
        .toList();
  }

  private static List<String> frames(Box box) {
    List<String> frames = new ArrayList<>();
    for (Box child : box.children()) {
      if (child.isFrame()) {
        frames.add(child.label());
        frames.addAll(frames(child));
      }
    }
    return frames;
  }

  @Test
  void aSmallNetworkIsDrawnWhole() {
    residual();
    residual();

    Diagram diagram = diagram(end());

    assertThat(diagram.boxes()).isEqualTo(8);
    assertThat(frames(diagram.root())).isEmpty();
    assertThat(lines(diagram))
        .hasSize(9)
        .contains("x > Relu", "x > Add", "Tanh > Add", "Add > v.5");
  }

  @Test
  void aRepeatedStageIsDrawnOnceWithoutALineFromOneCopyToTheNext() {
    for (int i = 0; i < 40; i++) {
      residual();
    }

    Diagram diagram = diagram(end());

    assertThat(frames(diagram.root())).containsExactly("\u00d7 40");
    assertThat(lines(diagram))
        .containsExactlyInAnyOrder(
            "x > Relu", "x > Add", "Relu > Tanh", "Tanh > Add", "Add > v.119");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aThousandOperatorsWithoutOrderGiveAPictureThatCanBeLookedAt(int seed) {
    Random random = new Random(seed);
    List<Value> live = new ArrayList<>(List.of(x));
    for (int i = 0; i < 1000; i++) {
      Value a = live.get(live.size() - 1 - random.nextInt(Math.min(6, live.size())));
      Value b = live.get(live.size() - 1 - random.nextInt(Math.min(9, live.size())));
      live.add(random.nextBoolean() ? add(Binary.ADD, a, b) : add(Unary.RELU, a));
    }
    x = live.get(live.size() - 1);

    Graph made = end();

    assertThat(diagram(made).boxes()).isBetween(2L, 170L);
    Markup svg = new Markup();
    Picture.draw(svg, made, node -> node.op().name(), node -> -1, block -> 0, "test");
    assertThat(svg.toString()).startsWith("<svg ").contains("operators</text>");
  }

  @Test
  void aBlockThatFoldsIsAFrameOfItsKind() {
    residual();
    Graph made = end();
    Node tanh = made.nodes().get(1);

    Network network =
        Network.of(
            made, node -> node.op().name(), node -> node == tanh ? -1 : 0, block -> block + 2);

    // The block would have to wait for itself: it is drawn without its frame.
    assertThat(network.units()).allMatch(unit -> unit.size() == 1);
    Network whole = Network.of(made, node -> node.op().name(), node -> 0, block -> block + 2);
    Diagram diagram = Diagram.of(whole);
    Box frame = diagram.root().children().get(1);
    assertThat(frame.kind()).isEqualTo(Box.Kind.FOLD);
    assertThat(frame.group()).isEqualTo(2);
    assertThat(frame.children()).extracting(Box::label).containsExactly("Relu", "Tanh", "Add");
    Markup svg = new Markup();
    Picture.draw(svg, made, node -> node.op().name(), node -> 0, block -> 2, "test");
    assertThat(svg.toString()).contains("<g class=\"fold group2\">").contains(">C</text>");
  }
}
