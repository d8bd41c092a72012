package io.repconv.graph.pass;

import static io.repconv.graph.pass.Draft.operators;
import static io.repconv.graph.pass.Draft.requireEqualOutputs;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import io.repconv.graph.Value;
import io.repconv.graph.op.Concat;
import io.repconv.graph.op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlattenConcatsTest {
  private final Draft draft = new Draft();
  private final Value a = draft.input("a", "N,2,H,W");
  private final Value b = draft.input("b", "N,3,H,W");
  private final Value c = draft.input("c", "N,4,H,W");

  private Value concat(int axis, Value... parts) {
    return draft.add(new Concat(axis), parts);
  }

  private Graph flattened(Value... outputs) {
    Graph graph = draft.build(outputs);
    Graph flattened = RemoveDeadNodes.apply(FlattenConcats.apply(graph));
    requireEqualOutputs(graph, flattened);
    return flattened;
  }

  @Test
  void partsKeepTheirOrder() {
    Graph graph = flattened(concat(1, a, concat(1, b, c), concat(-3, c, b)));
    assertThat(operators(graph)).containsExactly("Concat");
    assertThat(graph.nodes().get(0).inputs()).containsExactly(a, b, c, c, b);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void preservesRandomNests(long seed) {
    Random random = new Random(seed);
    List<Value> values = new ArrayList<>(List.of(a, b, c, draft.add(Unary.RELU, a)));
    while (values.size() > 1) {
      Value first = values.remove(random.nextInt(values.size()));
      Value second = values.remove(random.nextInt(values.size()));
      values.add(concat(random.nextBoolean() ? 1 : -3, first, second));
    }
    Graph graph = draft.build(values.get(0));
    Graph simple = FlattenConcats.apply(graph);
    requireEqualOutputs(graph, simple);
    assertThat(operators(simple)).containsExactlyInAnyOrder("Relu", "Concat");
  }

  @Test
  void aDeepNestIsFlattened() {
    Value nest = a;
    for (int i = 0; i < 100; i++) {
      nest = concat(1, nest, b);
    }
    Graph simple = FlattenConcats.apply(draft.build(nest));
    assertThat(operators(simple)).containsExactly("Concat");
    assertThat(simple.nodes().get(0).inputs()).hasSize(101);
  }

  @Test
  void anotherAxisStays() {
    Graph graph = draft.build(concat(1, concat(2, a, a), concat(-2, b, b)));
    assertThat(FlattenConcats.apply(graph)).isSameAs(graph);
  }

  @Test
  void aPartThatAnotherNodeReadsStays() {
    Value inner = concat(1, a, b);
    Graph graph = draft.build(concat(1, inner, c), draft.add(Unary.RELU, inner));
    assertThat(FlattenConcats.apply(graph)).isSameAs(graph);
  }

  @Test
  void aPartThatIsReadTwiceStays() {
    Value inner = concat(1, a, b);
    Graph graph = draft.build(concat(1, inner, inner));
    assertThat(FlattenConcats.apply(graph)).isSameAs(graph);
  }

  @Test
  void aPartThatIsAnOutputStays() {
    Value inner = concat(1, a, b);
    Graph graph = draft.build(concat(1, inner, c), inner);
    assertThat(FlattenConcats.apply(graph)).isSameAs(graph);
  }
}
