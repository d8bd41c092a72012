package io.repconv.graph.pass;

import static io.repconv.graph.pass.Draft.operators;
import static io.repconv.graph.pass.Draft.requireEqualOutputs;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Gelu;
import io.repconv.graph.op.Pow;
import io.repconv.graph.op.Unary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FuseGeluTest {
  private static final double ROOT = Math.sqrt(2);
  private static final double STEEPNESS = Math.sqrt(2 / Math.PI);

  private final Draft draft = new Draft();
  private final Value x = draft.input("x", "N,4,H,W");

  private Value mul(Value a, Value b) {
    return draft.add(Binary.MUL, a, b);
  }

  private Value times(Value value, double number) {
    return mul(value, draft.scalar(number));
  }

  private Value plus(Value value, double number) {
    return draft.add(Binary.ADD, value, draft.scalar(number));
  }

  private Value over(Value value, double number) {
    return draft.add(Binary.DIV, value, draft.scalar(number));
  }

  private Value bend(Value value) {
    return plus(draft.add(Unary.ERF, over(value, ROOT)), 1);
  }

  private Value cube(Value value) {
    return mul(mul(value, value), value);
  }

  private Value tanhBend(Value cubic) {
    Value sum = draft.add(Binary.ADD, x, cubic);
    return plus(draft.add(Unary.TANH, times(sum, STEEPNESS)), 1);
  }

  private List<Op> fused(Value... outputs) {
    Graph graph = draft.build(outputs);
    Graph fused = RemoveDeadNodes.apply(FuseGelu.apply(graph));
    requireEqualOutputs(graph, fused);
    return fused.nodes().stream().map(Node::op).toList();
  }

  private void requireKept(Value... outputs) {
    Graph graph = draft.build(outputs);
    assertThat(FuseGelu.apply(graph)).isSameAs(graph);
  }

  @Test
  void theHalfMayBeAnyFactor() {
    assertThat(
            fused(
                mul(times(x, 0.5), bend(x)),
                times(mul(x, bend(x)), 0.5),
                mul(x, times(bend(x), 0.5)),
                mul(draft.scalar(0.5), mul(bend(x), x)),
                mul(mul(draft.scalar(0.5), bend(x)), x)))
        .hasSize(5)
        .containsOnly(new Gelu(false));
  }

  @Test
  void aProductWithTheReciprocalIsTheQuotient() {
    Value scaled = draft.add(Unary.ERF, times(x, 1 / ROOT));
    Value swapped = draft.add(Unary.ERF, mul(draft.scalar(1 / ROOT), x));
    assertThat(
            fused(
                times(mul(x, plus(scaled, 1)), 0.5),
                times(mul(x, draft.add(Binary.ADD, draft.scalar(1), swapped)), 0.5)))
        .containsExactly(new Gelu(false), new Gelu(false));
  }

  @Test
  void theCubeMayBeAPowerOrAProductInAnyOrder() {
    Value power = draft.add(new Pow(), x, draft.scalar(3));
    Value inside = mul(x, mul(x, times(x, 0.044715)));
    Value swapped = draft.add(Binary.ADD, times(cube(x), 0.044715), x);
    Value gate = plus(draft.add(Unary.TANH, mul(draft.scalar(STEEPNESS), swapped)), 1);
    assertThat(
            fused(
                mul(times(x, 0.5), tanhBend(times(power, 0.044715))),
                mul(times(x, 0.5), tanhBend(inside)),
                mul(x, times(gate, 0.5))))
        .hasSize(3)
        .containsOnly(new Gelu(true));
  }

  @Test
  void theNamesOfTheOutputAndOfItsFactorsStay() {
    Value product = draft.named("x", Binary.MUL, x, draft.input("z", "N,4,H,W"));
    Graph graph = draft.build(draft.named("y", Binary.MUL, product, times(bend(product), 0.5)));
    Graph fused = RemoveDeadNodes.apply(FuseGelu.apply(graph));
    assertThat(operators(fused)).containsExactly("Mul", "Gelu");
    assertThat(fused.outputs().get(0).name()).isEqualTo("y");
    requireEqualOutputs(graph, fused);
  }

  @Test
  void aFactorBehindItStays() {
    Value z = draft.input("z", "N,4,H,W");
    Value gelu = mul(times(x, 0.5), bend(x));
    assertThat(fused(mul(gelu, z), mul(z, times(mul(bend(z), z), 0.5))))
        .filteredOn(op -> op instanceof Gelu)
        .hasSize(2);
  }

  @Test
  void otherNumbersAreNone() {
    Value approximate = plus(draft.add(Unary.ERF, over(x, 1.41421)), 1);
    Value lower = plus(draft.add(Unary.ERF, over(x, ROOT)), 2);
    Value flat = times(draft.add(Binary.ADD, x, times(cube(x), 0.044715)), 0.8);
    requireKept(
        mul(times(x, 0.5), approximate),
        mul(times(x, 0.5), lower),
        mul(times(x, 0.4), bend(x)),
        mul(times(x, 0.5), tanhBend(times(cube(x), 0.04))),
        mul(times(x, 0.5), plus(draft.add(Unary.TANH, flat), 1)));
  }

  @Test
  void otherFunctionsAndPowersAreNone() {
    Value square = draft.add(new Pow(), x, draft.scalar(2));
    requireKept(
        mul(times(x, 0.5), plus(draft.add(Unary.TANH, over(x, ROOT)), 1)),
        mul(times(x, 0.5), plus(draft.add(Unary.SIGMOID, over(x, ROOT)), 1)),
        mul(times(x, 0.5), tanhBend(times(square, 0.044715))),
        mul(times(x, 0.5), tanhBend(times(mul(x, x), 0.044715))));
  }

  @Test
  void theBendOfAnotherValueIsNone() {
    Value z = draft.input("z", "N,4,H,W");
    requireKept(
        mul(times(x, 0.5), bend(z)), mul(times(z, 0.5), tanhBend(times(cube(x), 0.044715))));
  }

  @Test
  void aNumberThatAddsAnAxisIsNone() {
    Value half = draft.floats(new long[] {1, 1, 1, 1, 1}, 0.5f);
    requireKept(mul(half, mul(x, bend(x))));
  }

  @ParameterizedTest(name = "part {0}")
  @ValueSource(ints = {0, 1, 2, 3})
  void aPartThatAnotherNodeReadsIsNone(int part) {
    List<Value> parts = new ArrayList<>();
    parts.add(over(x, ROOT));
    parts.add(draft.add(Unary.ERF, parts.get(0)));
    parts.add(plus(parts.get(1), 1));
    parts.add(mul(x, parts.get(2)));
    requireKept(times(parts.get(3), 0.5), draft.add(Unary.RELU, parts.get(part)));
  }

  @ParameterizedTest(name = "part {0}")
  @ValueSource(ints = {0, 1, 2, 3})
  void aPartOfTheCubicThatAnotherNodeReadsIsNone(int part) {
    List<Value> parts = new ArrayList<>();
    parts.add(draft.add(new Pow(), x, draft.scalar(3)));
    parts.add(times(parts.get(0), 0.044715));
    parts.add(draft.add(Binary.ADD, x, parts.get(1)));
    parts.add(draft.add(Unary.TANH, times(parts.get(2), STEEPNESS)));
    requireKept(mul(times(x, 0.5), plus(parts.get(3), 1)), draft.add(Unary.RELU, parts.get(part)));
  }

  @Test
  void aLongProductIsNone() {
    Value product = bend(x);
    for (int i = 0; i < 50; i++) {
      product = mul(product, x);
    }
    requireKept(times(product, 0.5));
  }
}
