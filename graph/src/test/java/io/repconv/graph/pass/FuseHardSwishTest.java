package io.repconv.graph.pass;

import static io.repconv.graph.pass.Draft.operators;
import static io.repconv.graph.pass.Draft.requireEqualOutputs;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Clip;
import io.repconv.graph.op.HardSigmoid;
import io.repconv.graph.op.Unary;
import org.junit.jupiter.api.Test;

class FuseHardSwishTest {
  private final Draft draft = new Draft();
  private final Value x = draft.input("x", "N,4,H,W");

  private Value clipped(Value value, double shift, double most) {
    Value sum = draft.add(Binary.ADD, value, draft.scalar(shift));
    return draft.add(new Clip(), sum, draft.scalar(0), draft.scalar(most));
  }

  private Graph fused(Value... outputs) {
    Graph graph = draft.build(outputs);
    Graph fused = RemoveDeadNodes.apply(FuseHardSwish.apply(FuseHardSigmoid.apply(graph)));
    requireEqualOutputs(graph, fused);
    return fused;
  }

  @Test
  void aClipDividedBySixIsAHardSigmoid() {
    Graph graph = fused(draft.add(Binary.DIV, clipped(x, 3, 6), draft.scalar(6)));
    assertThat(operators(graph)).containsExactly("HardSigmoid");
    assertThat(graph.nodes().get(0).op()).isEqualTo(new HardSigmoid(1.0 / 6, 0.5));
  }

  @Test
  void aClipTimesASixthIsAHardSigmoid() {
    assertThat(operators(fused(draft.add(Binary.MUL, draft.scalar(1.0 / 6), clipped(x, 3, 6)))))
        .containsExactly("HardSigmoid");
  }

  @Test
  void theValueTimesItsGateIsAHardSwish() {
    Value gate = draft.add(Binary.DIV, clipped(x, 3, 6), draft.scalar(6));
    Graph graph = fused(draft.named("y", Binary.MUL, gate, x));
    assertThat(operators(graph)).containsExactly("HardSwish");
    assertThat(graph.outputs().get(0).name()).isEqualTo("y");
  }

  @Test
  void aProductDividedBySixIsAHardSwish() {
    Value product = draft.add(Binary.MUL, x, clipped(x, 3, 6));
    assertThat(operators(fused(draft.add(Binary.DIV, product, draft.scalar(6)))))
        .containsExactly("HardSwish");
  }

  @Test
  void anotherValueTimesTheGateIsNone() {
    Value z = draft.input("z", "N,4,H,W");
    Value gate = draft.add(Binary.DIV, clipped(x, 3, 6), draft.scalar(6));
    assertThat(operators(fused(draft.add(Binary.MUL, z, gate))))
        .containsExactly("HardSigmoid", "Mul");
  }

  @Test
  void otherNumbersAreNone() {
    Value wide = draft.add(Binary.DIV, clipped(x, 3, 7), draft.scalar(6));
    Value shifted = draft.add(Binary.DIV, clipped(x, 2, 6), draft.scalar(6));
    Value steep = draft.add(Binary.DIV, clipped(x, 3, 6), draft.scalar(5));
    Graph graph = draft.build(wide, shifted, steep);
    assertThat(FuseHardSigmoid.apply(graph)).isSameAs(graph);
  }

  @Test
  void aGateThatAnotherNodeReadsIsNone() {
    Value gate = draft.add(new HardSigmoid(1.0 / 6, 0.5), x);
    Graph graph = draft.build(draft.add(Binary.MUL, x, gate), draft.add(Unary.RELU, gate));
    assertThat(FuseHardSwish.apply(graph)).isSameAs(graph);
  }

  @Test
  void aProductThatAnotherNodeReadsIsNone() {
    Value product = draft.add(Binary.MUL, x, clipped(x, 3, 6));
    Value quotient = draft.add(Binary.DIV, product, draft.scalar(6));
    Graph graph = draft.build(quotient, draft.add(Unary.RELU, product));
    assertThat(FuseHardSwish.apply(graph)).isSameAs(graph);
  }

  @Test
  void aProductWithAClipOrASumThatAnotherNodeReadsIsNone() {
    Value clip = clipped(x, 3, 6);
    Value sum = draft.add(Binary.ADD, x, draft.scalar(3));
    Value other = draft.add(new Clip(), sum, draft.scalar(0), draft.scalar(6));
    Graph graph =
        draft.build(
            draft.add(Binary.DIV, draft.add(Binary.MUL, x, clip), draft.scalar(6)),
            draft.add(Unary.RELU, clip),
            draft.add(Binary.DIV, draft.add(Binary.MUL, x, other), draft.scalar(6)),
            draft.add(Unary.RELU, sum));
    assertThat(FuseHardSwish.apply(graph)).isSameAs(graph);
  }

  @Test
  void aClipThatAnotherNodeReadsIsNone() {
    Value clip = clipped(x, 3, 6);
    Graph graph = draft.build(draft.add(Binary.DIV, clip, draft.scalar(6)), clip);
    assertThat(FuseHardSigmoid.apply(graph)).isSameAs(graph);
  }
}
