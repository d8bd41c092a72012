package io.repconv.graph.pass;

import static io.repconv.graph.pass.Draft.operators;
import static io.repconv.graph.pass.Draft.requireEqualOutputs;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.MatMul;
import io.repconv.graph.op.Transpose;
import io.repconv.graph.op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldScaleIntoMatMulTest {
  private static final Op TO_CHANNELS_FIRST = new Transpose(List.of(0, 3, 1, 2));

  private final Draft draft = new Draft();
  private final Random random = new Random(11);
  private final Value x = draft.input("x", "N,H,W,4");

  private Value weights(long... dims) {
    double[] values = new double[(int) Tensor.elements(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return draft.constant(Tensor.of(ElementType.FLOAT, dims, values));
  }

  private Value mul(Value a, Value b) {
    return draft.add(Binary.MUL, a, b);
  }

  private Value add(Value a, Value b) {
    return draft.add(Binary.ADD, a, b);
  }

  private Value layer() {
    return draft.add(new MatMul(), x, weights(4, 3));
  }

  /** Behind the scale, whose own name need not stay. */
  private static final Op BEHIND = Unary.RELU;

  private List<String> folded(Value scaled) {
    Graph graph = draft.build(draft.add(BEHIND, scaled));
    Graph folded = RemoveDeadNodes.apply(FoldScaleIntoMatMul.apply(graph));
    requireEqualOutputs(graph, folded);
    return operators(folded);
  }

  private void requireKept(Value... outputs) {
    Graph graph = draft.build(outputs);
    assertThat(FoldScaleIntoMatMul.apply(graph)).isSameAs(graph);
  }

  private Value behind(Value scaled) {
    return draft.add(BEHIND, scaled);
  }

  @Test
  void aScaleBehindALayerGoesIntoWeightAndBias() {
    assertThat(folded(mul(weights(3), add(weights(3), layer()))))
        .containsExactly("MatMul", "Add", "Relu");
  }

  @Test
  void aScaleBehindALayerWithoutBiasGoesIntoItsWeight() {
    assertThat(folded(mul(layer(), weights(1, 1, 1, 3)))).containsExactly("MatMul", "Relu");
  }

  @Test
  void aScaleBehindATranspositionGoesIntoWeightAndBias() {
    Value transposed = draft.add(TO_CHANNELS_FIRST, add(layer(), weights(3)));
    assertThat(folded(mul(transposed, weights(3, 1, 1))))
        .containsExactly("MatMul", "Add", "Transpose", "Relu");
  }

  @Test
  void oneNumberScalesAllColumns() {
    Value transposed = draft.add(TO_CHANNELS_FIRST, add(layer(), draft.scalar(0.75)));
    assertThat(folded(mul(draft.scalar(0.3), transposed)))
        .containsExactly("MatMul", "Add", "Transpose", "Relu");
  }

  @Test
  void oneNumberIsAddedToScaledColumns() {
    assertThat(folded(mul(add(layer(), draft.scalar(0.75)), weights(3))))
        .containsExactly("MatMul", "Add", "Relu");
  }

  @Test
  void namesOfTheLayerStay() {
    Value product = draft.named("p", new MatMul(), x, weights(4, 3));
    Value sum = draft.named("s", Binary.ADD, product, weights(3));
    Graph folded = FoldScaleIntoMatMul.apply(draft.build(behind(mul(sum, weights(3)))));
    assertThat(folded.nodes()).extracting(node -> node.output().name()).startsWith("p", "s");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void preservesLayersInAChain(long seed) {
    Random choice = new Random(seed);
    Value y = x;
    int columns = 4;
    for (int i = 0; i < 4; i++) {
      int next = 1 + choice.nextInt(5);
      y = draft.add(new MatMul(), y, weights(columns, next));
      columns = next;
      y = choice.nextBoolean() ? add(y, weights(1, columns)) : y;
      if (choice.nextBoolean()) {
        y = draft.add(TO_CHANNELS_FIRST, y);
        y = choice.nextBoolean() ? mul(weights(columns, 1, 1), y) : mul(y, weights(1, 1, 1, 1));
        y = draft.add(new Transpose(List.of(0, 2, 3, 1)), y);
      } else {
        y = choice.nextBoolean() ? mul(y, weights(columns)) : mul(y, weights(1));
      }
    }
    assertThat(folded(y)).doesNotContain("Mul");
  }

  @Test
  void aScaleAlongAnotherAxisStays() {
    Value square = draft.input("q", "2,3,4");
    Value product = draft.add(new MatMul(), square, weights(4, 3));
    requireKept(
        behind(mul(product, weights(3, 1))),
        behind(mul(draft.add(new Transpose(List.of(0, 2, 1)), product), weights(3))));
  }

  @Test
  void aScaleOfRowsAndColumnsStays() {
    Value product = draft.add(new MatMul(), draft.input("q", "2,3,4"), weights(4, 3));
    requireKept(behind(mul(product, weights(3, 3))));
  }

  @Test
  void aScaleThatAddsAnAxisStays() {
    requireKept(behind(mul(layer(), weights(1, 1, 1, 1, 1))));
  }

  @Test
  void aComputedScaleStays() {
    requireKept(behind(mul(layer(), draft.input("s", "3"))));
  }

  @Test
  void anInfiniteScaleStays() {
    requireKept(behind(mul(layer(), draft.scalar(Double.POSITIVE_INFINITY))));
  }

  @Test
  void aComputedWeightStays() {
    Value product = draft.add(new MatMul(), x, draft.input("w", "4,3"));
    requireKept(behind(mul(product, weights(3))));
  }

  @Test
  void aStackOfWeightsStays() {
    Value product = draft.add(new MatMul(), draft.input("q", "2,3,4"), weights(2, 4, 3));
    requireKept(behind(mul(product, weights(3))));
  }

  @Test
  void aComputedBiasStays() {
    requireKept(behind(mul(add(layer(), draft.input("b", "3")), weights(3))));
  }

  @Test
  void aBiasWithRowsStays() {
    Value product = draft.add(new MatMul(), draft.input("q", "2,3,4"), weights(4, 3));
    requireKept(behind(mul(add(product, weights(3, 3)), weights(3))));
  }

  @Test
  void aBiasThatAddsAnAxisStays() {
    requireKept(behind(mul(add(layer(), weights(1, 1, 1, 1, 3)), weights(3))));
  }

  @Test
  void aScaleThatIsAnOutputKeepsItsName() {
    requireKept(mul(layer(), weights(3)));
  }

  @ParameterizedTest(name = "part {0}")
  @ValueSource(ints = {0, 1, 2})
  void aPartThatAnotherNodeReadsStays(int part) {
    List<Value> parts = new ArrayList<>();
    parts.add(layer());
    parts.add(add(parts.get(0), weights(3)));
    parts.add(draft.add(TO_CHANNELS_FIRST, parts.get(1)));
    requireKept(behind(mul(parts.get(2), weights(3, 1, 1))), behind(parts.get(part)));
  }

  @Test
  void integersStay() {
    Value whole = draft.builder.input("i", ElementType.INT32, Shape.parse("N,2"));
    Value weight =
        draft.constant(Tensor.of(ElementType.INT32, new long[] {2, 1}, new long[] {3, 4}));
    Value scale = draft.constant(Tensor.of(ElementType.INT32, new long[] {1}, new long[] {5}));
    Graph graph =
        draft.build(draft.add(Unary.ABS, mul(draft.add(new MatMul(), whole, weight), scale)));
    assertThat(FoldScaleIntoMatMul.apply(graph)).isSameAs(graph);
  }

  @Test
  void sixteenBitsStay() {
    Value half = draft.builder.input("h", ElementType.FLOAT16, Shape.parse("N,4"));
    Value weight =
        draft.constant(Tensor.of(ElementType.FLOAT16, new long[] {4, 3}, new double[12]));
    Value scale = draft.constant(Tensor.scalar(ElementType.FLOAT16, 0.5));
    requireKept(behind(mul(draft.add(new MatMul(), half, weight), scale)));
  }
}
