package io.repconv.graph.pass;

import static io.repconv.graph.pass.Draft.operators;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import io.repconv.graph.Origin;
import io.repconv.graph.Value;
import io.repconv.graph.op.Split;
import io.repconv.graph.op.Unary;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoveDeadNodesTest {
  private final Draft draft = new Draft();

  @Test
  void whatNoOutputDependsOnGoesAndInputsStay() {
    Value x = draft.input("x", "N,4");
    Value unused = draft.input("unused", "N,4");
    draft.add(Unary.TANH, draft.add(Unary.EXP, unused));
    Graph graph = RemoveDeadNodes.apply(draft.build(draft.add(Unary.RELU, x)));
    assertThat(operators(graph)).containsExactly("Relu");
    assertThat(graph.inputs()).extracting(Value::name).containsExactly("x", "unused");
  }

  @Test
  void aNodeWithSeveralOutputsStaysWhileOneIsRead() {
    Value x = draft.input("x", "N,4");
    List<Value> halves =
        draft.builder.addAll(new Split(1, 2), List.of(x), Origin.UNKNOWN, "", List.of("a", "b"));
    Graph graph = draft.build(draft.add(Unary.RELU, halves.get(1)));
    assertThat(RemoveDeadNodes.apply(graph)).isSameAs(graph);
  }
}
