package io.repconv.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Attributes;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.fold.RegionFolding;
import io.repconv.graph.op.Conv;
import io.repconv.graph.proof.NormalForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueComparisonTest {
  private static final int STAGES = 6;
  private static final int WIDTH = 24;

  /** Re-parameterizable stages, each two convolutions with norms that are added. */
  private static Graph stages() {
    return Net.of(
        "N, 3, H, W",
        (net, x) -> {
          Value value = x;
          for (int stage = 0; stage < STAGES; stage++) {
            Value dense = net.norm(net.conv(value, WIDTH, 3, 1, 1), 1e-5);
            Value point = net.norm(net.conv(value, WIDTH, 1, 1, 0), 1e-5);
            Value sum = net.add("Add", Attributes.NONE, dense, point);
            value = net.add("LeakyRelu", Attributes.NONE.with("alpha", 0.1), sum);
          }
          return value;
        });
  }

  private static final Graph ORIGINAL = stages();
  private static final Graph FOLDED = rounded(RegionFolding.fold(ORIGINAL).graph());

  /** The graph as a file of float32 weights has it. */
  private static Graph rounded(Graph graph) {
    return changed(
        graph, index -> true, c -> Tensor.stored(c.type(), c.dims(), c.bytes()), name -> name);
  }

  /** The graph with the weights of some convolutions changed, and its values renamed. */
  private static Graph changed(
      Graph graph, IntPredicate which, UnaryOperator<Tensor> change, UnaryOperator<String> names) {
    GraphBuilder builder = new GraphBuilder(graph.name());
    Map<Value, Value> renewed = new HashMap<>();
    for (Value input : graph.inputs()) {
      renewed.put(input, builder.input(input.name(), input.type()));
    }
    int convolution = 0;
    for (Node node : graph.nodes()) {
      boolean here = node.op() instanceof Conv && which.test(convolution++);
      List<Value> inputs = new ArrayList<>();
      for (int i = 0; i < node.inputs().size(); i++) {
        Value input = node.input(i);
        Tensor constant = input.constant();
        boolean changes = here && constant != null && (i == 1 || change == null);
        inputs.add(
            constant != null
                ? builder.constant(input.name(), changes ? change.apply(constant) : constant)
                : renewed.getOrDefault(input, input));
      }
      String name = node.output().name();
      boolean output = graph.outputs().contains(node.output());
      renewed.put(
          node.output(),
          builder.add(node.op(), inputs, node.origin(), output ? name : names.apply(name)));
    }
    graph.outputs().forEach(output -> builder.output(renewed.getOrDefault(output, output)));
    return builder.build();
  }

  private static Tensor withElement(Tensor tensor, int element, double factor) {
    double[] values = tensor.doubles().clone();
    values[element] *= factor;
    return Tensor.of(tensor.type(), tensor.dims(), values);
  }

  private static int largest(Tensor tensor) {
    double[] values = tensor.doubles();
    int largest = 0;
    for (int i = 0; i < values.length; i++) {
      largest = Math.abs(values[i]) > Math.abs(values[largest]) ? i : largest;
    }
    return largest;
  }

  private static CheckReport check(Graph deployed, boolean namesKept) {
    return new EquivalenceCheck(
            new CheckedModel(ORIGINAL, new RoundedModel(ORIGINAL)),
            new CheckedModel(deployed, new RoundedModel(deployed)),
            namesKept ? Optional.of(NormalForm.of(RegionFolding.fold(ORIGINAL))) : Optional.empty(),
            false,
            CheckPolicy.DEFAULT.withoutProof())
        .run();
  }

  private static ValueReport values(CheckReport report) {
    assertThat(report.notes()).isEmpty();
    return report.values().orElseThrow();
  }

  @ParameterizedTest(name = "names kept: {0}")
  @ValueSource(booleans = {true, false})
  void theRightFoldAgreesInEveryValue(boolean namesKept) {
    CheckReport report = check(FOLDED, namesKept);
    assertThat(report.failure()).isNull();
    assertThat(values(report).compared()).isEqualTo(2 * STAGES + 1);
    assertThat(values(report).worst()).isBetween(1e-9, 2e-7);
  }

  @Test
  void valuesOfOtherNamesAreFoundByWhatTheyHold() {
    Graph renamed = changed(FOLDED, index -> false, c -> c, name -> "other_" + name);
    assertThat(values(check(renamed, false)).compared()).isEqualTo(2 * STAGES + 1);
  }

  @ParameterizedTest(name = "layer {0}, names kept: {1}")
  @CsvSource({"0, true", "1, true", "3, true", "5, true", "0, false", "2, false", "5, false"})
  void theLargestWeightOfALayerOffByAThousandthIsFoundThere(int layer, boolean namesKept) {
    Graph deployed =
        changed(
            FOLDED,
            index -> index == layer,
            c -> withElement(c, largest(c), 1 + 1e-3),
            name -> namesKept ? name : "other_" + name);
    CheckReport report = check(deployed, namesKept);
    List<Node> convolutions =
        deployed.nodes().stream().filter(node -> node.op() instanceof Conv).toList();
    Deviation first = values(report).first().orElseThrow();
    assertThat(first.value()).isEqualTo(convolutions.get(layer).output().name());
    Tensor weight = Objects.requireNonNull(convolutions.get(layer).input(1).constant());
    assertThat(first.channel()).isEqualTo(weight.position(largest(weight)).get(0));
    assertThat(Objects.requireNonNull(report.failure()).code()).isEqualTo(ErrorCode.NOT_EQUIVALENT);
  }

  @Test
  void namesThatStandForOtherValuesDoNotSpeakAgainstANetwork() {
    List<String> names = FOLDED.nodes().stream().map(node -> node.output().name()).toList();
    Graph shifted =
        changed(
            FOLDED,
            index -> false,
            c -> c,
            name -> names.get(Math.max(0, names.indexOf(name) - 2)));
    assertThat(check(shifted, false).failure()).isNull();
  }

  @Test
  void aDeviationThatNoSampleShowsIsToldWithItsLayerChannelAndStatistics() {
    Graph deployed =
        changed(FOLDED, index -> index == 3, c -> withElement(c, largest(c), 1 + 6e-5), n -> n);
    CheckReport report = check(deployed, true);
    assertThat(Objects.requireNonNull(report.failure()))
        .hasMessageMatching(
            "(?s).* \\(Conv\\): not equivalent, in float64 and fed the same it computes .* instead"
                + " of .* at \\[.*] of '.*' for noise 1 at H=.*, off by .* of the channel's"
                + " largest, expected at most .*e-06, which .*A weight of this layer .*"
                + " \\[RC-502]");
    Deviation first = values(report).first().orElseThrow();
    assertThat(first.originalSummary().max()).isGreaterThan(first.originalSummary().mean());
    assertThat(first.error()).isBetween(1e-6, 1e-4);
    assertThat(values(report).partings()).hasSize(1);
  }
}
