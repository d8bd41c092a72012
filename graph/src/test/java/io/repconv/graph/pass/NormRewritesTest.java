package io.repconv.graph.pass;

import static io.repconv.graph.pass.Draft.operators;
import static io.repconv.graph.pass.Draft.requireEqualOutputs;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.BatchNormalization;
import io.repconv.graph.op.ConvTranspose;
import io.repconv.graph.op.Gemm;
import io.repconv.graph.op.MatMul;
import io.repconv.graph.op.Reshape;
import io.repconv.graph.op.Unary;
import io.repconv.graph.op.Window;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormRewritesTest {
  private final Draft draft = new Draft();
  private final Random random = new Random(5);

  private Value weights(long... dims) {
    double[] values = new double[(int) Tensor.elements(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return draft.constant(Tensor.of(ElementType.FLOAT, dims, values));
  }

  private Value norm(Value x, long channels) {
    double[] variance = new double[(int) channels];
    for (int i = 0; i < variance.length; i++) {
      variance[i] = 0.5 + random.nextDouble();
    }
    Value positive = draft.constant(Tensor.of(ElementType.FLOAT, new long[] {channels}, variance));
    return draft.add(
        new BatchNormalization(1e-5),
        x,
        weights(channels),
        weights(channels),
        weights(channels),
        positive);
  }

  private Graph folded(Value output) {
    Graph graph = draft.build(output);
    Graph folded =
        RemoveDeadNodes.apply(
            FoldNormIntoGemm.apply(
                RemoveDeadNodes.apply(
                    FoldNormIntoGemm.apply(FoldNormIntoConvTranspose.apply(graph)))));
    requireEqualOutputs(graph, folded);
    return folded;
  }

  @ParameterizedTest(name = "{0} groups, bias: {1}")
  @CsvSource({"1, true", "1, false", "2, true", "2, false", "4, true"})
  void aNormBehindATransposedConvolutionGoesIntoItsWeights(int groups, boolean bias) {
    Value x = draft.input("x", "N,4,H,W");
    Window window = Window.of(List.of(2, 1), List.of(1, 2), List.of(1, 0, 0, 1));
    ConvTranspose op = new ConvTranspose(window, groups, List.of(), List.of());
    Value weight = weights(4, 3, 3, 2);
    Value y = bias ? draft.add(op, x, weight, weights(3L * groups)) : draft.add(op, x, weight);
    Graph graph = folded(norm(y, 3L * groups));
    assertThat(operators(graph)).containsExactly("ConvTranspose");
  }

  private Value transposedConvolution(Value... inputs) {
    Window window = Window.of(List.of(1, 1), List.of(1, 1), List.of(0, 0, 0, 0));
    return draft.add(new ConvTranspose(window, 1, List.of(), List.of()), inputs);
  }

  @Test
  void aTransposedConvolutionThatAnotherNodeReadsStays() {
    Value y = transposedConvolution(draft.input("x", "N,4,H,W"), weights(4, 3, 3, 2));
    Graph graph = draft.build(norm(y, 3), draft.add(Unary.RELU, y));
    assertThat(FoldNormIntoConvTranspose.apply(graph)).isSameAs(graph);
  }

  @Test
  void aTransposedConvolutionWithAComputedWeightStays() {
    Value x = draft.input("x", "N,4,H,W");
    Graph graph = draft.build(norm(transposedConvolution(x, draft.input("w", "4,3,3,2")), 3));
    assertThat(FoldNormIntoConvTranspose.apply(graph)).isSameAs(graph);
  }

  @Test
  void aTransposedConvolutionWithAComputedBiasStays() {
    Value x = draft.input("x", "N,4,H,W");
    Value y = transposedConvolution(x, weights(4, 3, 3, 2), draft.input("b", "3"));
    Graph graph = draft.build(norm(y, 3));
    assertThat(FoldNormIntoConvTranspose.apply(graph)).isSameAs(graph);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void normsAroundALinearLayerGoIntoItsWeights(boolean transposed) {
    Value x = draft.input("x", "N,4");
    Gemm op = new Gemm(0.5, 2, false, transposed);
    Value weight = transposed ? weights(3, 4) : weights(4, 3);
    Value y = norm(draft.add(op, norm(x, 4), weight, weights(3)), 3);
    assertThat(operators(folded(y))).containsExactly("Gemm");
  }

  @Test
  void aLayerWithoutBiasGetsOne() {
    Value x = draft.input("x", "N,4");
    Value y = draft.add(new Gemm(1, 1, false, false), norm(x, 4), weights(4, 3));
    Graph graph = folded(y);
    assertThat(operators(graph)).containsExactly("Gemm");
    assertThat(graph.nodes().get(0).inputs()).hasSize(3);
  }

  @Test
  void aNormBehindALinearLayerOverSequencesGoesIntoItsWeights() {
    Value x = draft.input("x", "N,5,4");
    Value rows = draft.ints(-1, 3);
    Value y = draft.add(new Reshape(false), draft.add(new MatMul(), x, weights(4, 3)), rows);
    Graph graph = draft.build(draft.add(new Reshape(false), norm(y, 3), draft.ints(-1, 5, 3)));
    Graph folded = RemoveDeadNodes.apply(FoldNormIntoMatMul.apply(graph));
    requireEqualOutputs(graph, folded);
    assertThat(operators(folded)).containsExactly("Reshape", "Gemm", "Reshape");
  }

  @Test
  void aNormOverMoreThanTheColumnsOfAProductStays() {
    Value x = draft.input("x", "N,5,4");
    Value product = draft.add(new MatMul(), x, weights(4, 3));
    Value y = draft.add(new Reshape(false), product, draft.ints(-1, 15));
    Graph graph = draft.build(norm(y, 15));
    assertThat(FoldNormIntoMatMul.apply(graph)).isSameAs(graph);
  }

  @Test
  void aNormBehindAProductThatAnotherNodeReadsStays() {
    Value x = draft.input("x", "N,5,4");
    Value product = draft.add(new MatMul(), x, weights(4, 3));
    Value y = draft.add(new Reshape(false), product, draft.ints(-1, 3));
    Graph graph = draft.build(norm(y, 3), draft.add(Unary.RELU, product));
    assertThat(FoldNormIntoMatMul.apply(graph)).isSameAs(graph);
  }

  @Test
  void aNormBehindAProductOfTwoComputedMatricesStays() {
    Value product = draft.add(new MatMul(), draft.input("x", "2,5,4"), draft.input("w", "4,3"));
    Value y = draft.add(new Reshape(false), product, draft.ints(-1, 3));
    Graph graph = draft.build(norm(y, 3));
    assertThat(FoldNormIntoMatMul.apply(graph)).isSameAs(graph);
  }

  @Test
  void whatAnotherNodeReadsStays() {
    Value x = draft.input("x", "N,4");
    Value y = draft.add(new Gemm(1, 1, false, false), x, weights(4, 3));
    Graph graph = draft.build(norm(y, 3), draft.add(Unary.RELU, y));
    assertThat(FoldNormIntoGemm.apply(graph)).isSameAs(graph);
  }

  @Test
  void computedWeightsStay() {
    Value x = draft.input("x", "N,4");
    Value w = draft.input("w", "4,3");
    Graph graph = draft.build(norm(draft.add(new Gemm(1, 1, false, false), x, w), 3));
    assertThat(FoldNormIntoGemm.apply(graph)).isSameAs(graph);
  }

  @Test
  void aBiasWithRowsStays() {
    Value x = draft.input("x", "2,4");
    Value y = draft.add(new Gemm(1, 1, false, false), x, weights(4, 3), weights(2, 3));
    Graph graph = draft.build(norm(y, 3));
    assertThat(FoldNormIntoGemm.apply(graph)).isSameAs(graph);
  }

  @Test
  void aNormBeforeATransposedInputStays() {
    Value x = draft.input("x", "4,2");
    Graph graph = draft.build(draft.add(new Gemm(1, 1, true, false), norm(x, 2), weights(4, 3)));
    assertThat(FoldNormIntoGemm.apply(graph)).isSameAs(graph);
  }
}
