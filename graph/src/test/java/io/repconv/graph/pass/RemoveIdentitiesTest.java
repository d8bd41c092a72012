package io.repconv.graph.pass;

import static io.repconv.graph.pass.Draft.operators;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Opaque;
import io.repconv.graph.Origin;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Cast;
import io.repconv.graph.op.Concat;
import io.repconv.graph.op.Dropout;
import io.repconv.graph.op.Expand;
import io.repconv.graph.op.Flatten;
import io.repconv.graph.op.Identity;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.Reshape;
import io.repconv.graph.op.Slice;
import io.repconv.graph.op.Transpose;
import io.repconv.graph.op.Unary;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoveIdentitiesTest {
  private final Draft draft = new Draft();
  private final Value x = draft.input("x", "N,4,H,W");

  /** The operators that remain between two activations. */
  private List<String> between(java.util.function.UnaryOperator<Value> part) {
    Value made = part.apply(draft.add(Unary.RELU, x));
    return operators(RemoveIdentities.apply(draft.build(draft.add(Unary.TANH, made))));
  }

  @Test
  void identitiesAndDropoutsInAChainGo() {
    assertThat(between(v -> draft.add(new Dropout(), draft.add(new Identity(), v))))
        .containsExactly("Relu", "Tanh");
  }

  @Test
  void aCastToTheSameTypeGoes() {
    assertThat(between(v -> draft.add(new Cast(ElementType.FLOAT), v)))
        .containsExactly("Relu", "Tanh");
  }

  @Test
  void aCastToAnotherTypeStays() {
    assertThat(between(v -> draft.add(new Cast(ElementType.DOUBLE), v))).contains("Cast");
  }

  @Test
  void transposesThatCancelGo() {
    Transpose last = new Transpose(List.of(0, 2, 3, 1));
    Transpose first = new Transpose(List.of(0, 3, 1, 2));
    Value made = draft.add(first, draft.add(last, draft.add(Unary.RELU, x)));
    Graph graph = RemoveIdentities.apply(draft.build(draft.add(Unary.TANH, made)));
    assertThat(operators(RemoveDeadNodes.apply(graph))).containsExactly("Relu", "Tanh");
  }

  @Test
  void aTransposeThatMovesStays() {
    Transpose turn = new Transpose(List.of(0, 2, 3, 1));
    assertThat(between(v -> draft.add(turn, draft.add(turn, v)))).contains("Transpose");
  }

  @Test
  void aReshapeToTheSameShapeGoes() {
    assertThat(between(v -> draft.add(new Reshape(false), v, draft.ints(0, 4, 0, 0))))
        .containsExactly("Relu", "Tanh");
  }

  @Test
  void aReshapeToAnotherShapeStays() {
    assertThat(between(v -> draft.add(new Reshape(false), v, draft.ints(0, 2, 2, -1))))
        .contains("Reshape");
  }

  @Test
  void aFlattenOfAMatrixGoes() {
    assertThat(between(v -> draft.add(new Flatten(1), draft.add(new Flatten(1), v))))
        .containsExactly("Relu", "Flatten", "Tanh");
  }

  @Test
  void aSliceOfEverythingGoes() {
    Value all = draft.ints(Long.MAX_VALUE);
    assertThat(between(v -> draft.add(new Slice(), v, draft.ints(0), all, draft.ints(2))))
        .containsExactly("Relu", "Tanh");
  }

  @Test
  void aSliceThatTurnsAnAxisAroundStays() {
    Value first = draft.ints(-Long.MAX_VALUE);
    assertThat(
            between(
                v ->
                    draft.add(
                        new Slice(), v, draft.ints(-1), first, draft.ints(1), draft.ints(-1))))
        .contains("Slice");
  }

  @Test
  void aPadOfNothingGoes() {
    assertThat(between(v -> draft.add(new Pad(Pad.Mode.CONSTANT), v, draft.ints(new long[8]))))
        .containsExactly("Relu", "Tanh");
  }

  @Test
  void aPadThatShiftsStays() {
    assertThat(
            between(
                v -> draft.add(new Pad(Pad.Mode.CONSTANT), v, draft.ints(0, 0, 1, 0, 0, 0, -1, 0))))
        .contains("Pad");
  }

  @Test
  void anExpandToTheSameShapeAndAConcatOfOneGo() {
    assertThat(
            between(
                v -> draft.add(new Concat(1), draft.add(new Expand(), v, draft.ints(1, 4, 1, 1)))))
        .containsExactly("Relu", "Tanh");
  }

  @Test
  void zerosAddedAndOnesMultipliedGo() {
    Value ones = draft.floats(new long[] {4, 1, 1}, 1, 1, 1, 1);
    assertThat(between(v -> draft.add(Binary.ADD, draft.scalar(0), draft.add(Binary.MUL, v, ones))))
        .containsExactly("Relu", "Tanh");
  }

  @Test
  void zerosThatBroadcastStay() {
    Value zeros = draft.floats(new long[] {2, 1, 1, 1, 1}, 0, 0);
    assertThat(between(v -> draft.add(Binary.ADD, v, zeros))).contains("Add");
  }

  @Test
  void zeroMinusAValueStays() {
    assertThat(between(v -> draft.add(Binary.SUB, draft.scalar(0), v))).contains("Sub");
  }

  @Test
  void anOutputKeepsItsNameByRenamingWhatMakesIt() {
    Value made = draft.add(Unary.RELU, x);
    draft.add(Unary.TANH, made);
    Graph graph = RemoveIdentities.apply(draft.build(draft.named("y", new Identity(), made)));
    assertThat(operators(graph)).containsExactly("Relu", "Tanh");
    assertThat(graph.outputs().get(0).name()).isEqualTo("y");
    assertThat(graph.nodes().get(1).input(0)).isSameAs(graph.outputs().get(0));
  }

  @Test
  void anInputThatIsAnOutputKeepsItsIdentity() {
    Graph graph = draft.build(draft.named("y", new Identity(), x));
    assertThat(RemoveIdentities.apply(graph)).isSameAs(graph);
  }

  @Test
  void ofTwoOutputsThatAreOneValueTheSecondKeepsItsIdentity() {
    Value made = draft.add(Unary.RELU, x);
    Value y = draft.named("y", new Identity(), made);
    Value z = draft.named("z", new Identity(), made);
    Graph graph = RemoveIdentities.apply(draft.build(y, z));
    assertThat(operators(graph)).containsExactly("Relu", "Identity");
    assertThat(graph.outputs()).extracting(Value::name).containsExactly("y", "z");
  }

  @Test
  void aValueThatASubgraphReadsByNameStays() {
    Value made = draft.named("inner", new Identity(), draft.add(Unary.RELU, x));
    Opaque loop = new Opaque("", "Loop", 17, Attributes.NONE, List.of(made.type()), 1);
    Value y = draft.builder.addAll(loop, List.of(made), Origin.UNKNOWN, "", List.of("y")).get(0);
    Graph graph = draft.build(y);
    assertThat(RemoveIdentities.apply(graph)).isSameAs(graph);
  }
}
