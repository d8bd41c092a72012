package io.repconv.graph.pass;

import static io.repconv.graph.pass.Draft.operators;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Clip;
import io.repconv.graph.op.LeakyRelu;
import io.repconv.graph.op.Unary;
import org.junit.jupiter.api.Test;

class ShareEqualNodesTest {
  private final Draft draft = new Draft();
  private final Value x = draft.input("x", "N,4");

  @Test
  void equalChainsAreComputedOnce() {
    Value a = draft.add(Unary.EXP, draft.add(Unary.RELU, x));
    Value b = draft.add(Unary.EXP, draft.add(Unary.RELU, x));
    Graph graph = ShareEqualNodes.apply(draft.build(draft.add(Binary.ADD, a, b)));
    assertThat(operators(graph)).containsExactly("Relu", "Exp", "Add");
    assertThat(graph.nodes().get(2).input(0)).isSameAs(graph.nodes().get(2).input(1));
  }

  @Test
  void smallConstantsAreComparedByContent() {
    Value a = draft.add(new Clip(), x, draft.scalar(0), draft.scalar(6));
    Value b = draft.add(new Clip(), x, draft.scalar(0), draft.scalar(6));
    Value c = draft.add(new Clip(), x, draft.scalar(0), draft.scalar(5));
    Value sum = draft.add(Binary.ADD, a, draft.add(Binary.ADD, b, c));
    assertThat(operators(ShareEqualNodes.apply(draft.build(sum))))
        .containsExactly("Clip", "Clip", "Add", "Add");
  }

  @Test
  void constantsThatDifferInDigitsBeyondFloatAreNotEqual() {
    Value a = draft.add(Binary.ADD, x, draft.scalar(1.0 / 3));
    Value b = draft.add(Binary.ADD, x, draft.scalar((float) (1.0 / 3)));
    Graph graph = draft.build(draft.add(Binary.ADD, a, b));
    assertThat(ShareEqualNodes.apply(graph)).isSameAs(graph);
  }

  @Test
  void nodesThatDifferInAnAttributeStay() {
    Value a = draft.add(new LeakyRelu(0.1), x);
    Value b = draft.add(new LeakyRelu(0.2), x);
    Graph graph = draft.build(draft.add(Binary.ADD, a, b));
    assertThat(ShareEqualNodes.apply(graph)).isSameAs(graph);
  }

  @Test
  void bothOutputsOfAGraphStay() {
    Graph graph = draft.build(draft.add(Unary.RELU, x), draft.add(Unary.RELU, x));
    assertThat(ShareEqualNodes.apply(graph)).isSameAs(graph);
  }
}
