package io.repconv.graph.pass;

import static io.repconv.graph.pass.Draft.constantOf;
import static io.repconv.graph.pass.Draft.operators;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Concat;
import io.repconv.graph.op.ConstantOfShape;
import io.repconv.graph.op.Expand;
import io.repconv.graph.op.Gather;
import io.repconv.graph.op.Reshape;
import io.repconv.graph.op.ShapeOf;
import io.repconv.graph.op.Unary;
import org.junit.jupiter.api.Test;

class FoldConstantsTest {
  private final Draft draft = new Draft();

  private Graph foldedTo(Value output) {
    Graph graph = draft.build(draft.add(Unary.RELU, output));
    return RemoveDeadNodes.apply(FoldConstants.apply(graph));
  }

  @Test
  void arithmeticOfConstantsKeepsDigitsThatFloatHasNoRoomFor() {
    Value x = draft.input("x", "N,1");
    Value third = draft.named("third", Binary.DIV, draft.scalar(1), draft.scalar(3));
    Graph graph = foldedTo(draft.add(Binary.MUL, x, third));
    assertThat(operators(graph)).containsExactly("Mul", "Relu");
    Value folded = graph.nodes().get(0).input(1);
    assertThat(folded.name()).isEqualTo("third");
    assertThat(constantOf(folded).item()).isEqualTo(1.0 / 3.0);
  }

  @Test
  void arithmeticOnKnownSizesIsFoldedWhereTheOthersAreSymbols() {
    Value x = draft.input("x", "N,3,8,W");
    Value shape = draft.add(ShapeOf.ALL, x);
    Value height = draft.add(new Gather(0), shape, draft.ints(2));
    Value width = draft.add(new Gather(0), shape, draft.ints(3));
    Value target = draft.add(new Concat(0), draft.ints(-1), height, width);
    Graph graph = foldedTo(draft.add(new Reshape(false), x, target));
    assertThat(operators(graph)).containsExactly("Shape", "Gather", "Concat", "Reshape", "Relu");
    assertThat(constantOf(graph.nodes().get(2).input(1)).longs()).containsExactly(8);
    assertThat(graph.outputs().get(0).shape()).hasToString("[3*N, 8, W]");
  }

  @Test
  void aBombStaysWhatItIs() {
    Value zeros =
        draft.add(
            new ConstantOfShape(Tensor.ofFloats(new long[] {1}, 0)), draft.ints(1000, 1000, 1000));
    Value wide = draft.add(new Expand(), draft.floats(new long[] {1}, 1), draft.ints(100_000));
    Graph graph = draft.build(draft.add(Unary.RELU, zeros), draft.add(Unary.RELU, wide));
    assertThat(FoldConstants.apply(graph)).isSameAs(graph);
  }

  @Test
  void aNodeThatMakesAnOutputStays() {
    Graph graph = draft.build(draft.add(Unary.NEG, draft.scalar(2)));
    assertThat(FoldConstants.apply(graph)).isSameAs(graph);
  }

  @Test
  void aNodeThatCannotBeComputedStays() {
    Value quotient = draft.add(Binary.DIV, draft.ints(1, 2), draft.ints(1, 0));
    assertThat(operators(foldedTo(quotient))).containsExactly("Div", "Relu");
  }
}
