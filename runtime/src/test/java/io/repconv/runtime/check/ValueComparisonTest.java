package io.repconv.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Attributes;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.fold.RegionFolding;
import io.repconv.graph.op.Conv;
import io.repconv.graph.proof.NormalForm;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
  private static final Graph FOLDED = Deployed.stored(RegionFolding.fold(ORIGINAL).graph());

  private static Node convolution(Graph graph, int layer) {
    return graph.nodes().stream().filter(node -> node.op() instanceof Conv).toList().get(layer);
  }

  /** The folded graph with the largest weight of a layer off by this factor. */
  private static Graph changed(int layer, double factor) {
    Value weight = convolution(FOLDED, layer).input(1);
    return Deployed.constants(
        FOLDED,
        (value, tensor) -> value == weight ? withElement(tensor, largest(tensor), factor) : tensor);
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
    Graph renamed = Deployed.named(FOLDED, name -> "other_" + name);
    assertThat(values(check(renamed, false)).compared()).isEqualTo(2 * STAGES + 1);
  }

  @ParameterizedTest(name = "layer {0}, names kept: {1}")
  @CsvSource({"0, true", "1, true", "3, true", "5, true", "0, false", "2, false", "5, false"})
  void theLargestWeightOfALayerOffByAThousandthIsFoundThere(int layer, boolean namesKept) {
    Graph deployed =
        Deployed.named(changed(layer, 1 + 1e-3), name -> namesKept ? name : "other_" + name);
    CheckReport report = check(deployed, namesKept);
    Node convolution = convolution(deployed, layer);
    Deviation first = values(report).first().orElseThrow();
    assertThat(first.value()).isEqualTo(convolution.output().name());
    Tensor weight = Objects.requireNonNull(convolution.input(1).constant());
    assertThat(first.channel()).isEqualTo(weight.position(largest(weight)).get(0));
    assertThat(Objects.requireNonNull(report.failure()).code()).isEqualTo(ErrorCode.NOT_EQUIVALENT);
  }

  @Test
  void namesThatStandForOtherValuesDoNotSpeakAgainstANetwork() {
    List<String> names = FOLDED.nodes().stream().map(node -> node.output().name()).toList();
    Graph shifted = Deployed.named(FOLDED, name -> names.get(Math.max(0, names.indexOf(name) - 2)));
    assertThat(check(shifted, false).failure()).isNull();
  }

  @Test
  void aDeviationThatNoSampleShowsIsToldWithItsLayerChannelAndStatistics() {
    CheckReport report = check(changed(3, 1 + 6e-5), true);
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
