package io.repconv.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.graph.fold.FoldResult;
import io.repconv.graph.fold.RegionFolding;
import io.repconv.graph.proof.NormalForm;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** When a deployed network is called proved, and what happens where it is not. */
class ProvedTest {
  private static final Graph ORIGINAL =
      Net.of(
          "N, 3, H, W",
          (net, x) ->
              net.relu(
                  net.add(
                      "Add",
                      Attributes.NONE,
                      net.norm(net.conv(x, 4, 3, 1, 1), 1e-5),
                      net.norm(net.conv(x, 4, 1, 1, 0), 1e-5))));

  private static final FoldResult FOLDED = RegionFolding.fold(ORIGINAL);

  /** The folded graph as it is stored, with the first number of its kernel changed. */
  private static Graph stored(DoubleUnaryOperator change) {
    return Deployed.constants(
        FOLDED.graph(), (value, tensor) -> tensor.rank() > 1 ? withFirst(tensor, change) : tensor);
  }

  private static Tensor withFirst(Tensor tensor, DoubleUnaryOperator change) {
    double[] values = tensor.doubles().clone();
    values[0] = change.applyAsDouble((float) values[0]);
    return Tensor.of(ElementType.FLOAT, tensor.dims(), values);
  }

  private static CheckReport check(Graph deployed, boolean rounded, CheckPolicy policy) {
    return new EquivalenceCheck(
            new CheckedModel(ORIGINAL, new RoundedModel(ORIGINAL)),
            new CheckedModel(deployed, new RoundedModel(deployed)),
            rounded ? Optional.of(NormalForm.of(FOLDED)) : Optional.empty(),
            rounded,
            policy)
        .run();
  }

  @Test
  void whatRepconvWroteIsProvedNumberByNumber() {
    CheckReport report = check(stored(w -> w), true, CheckPolicy.DEFAULT);
    assertThat(report.failure()).isNull();
    assertThat(report.proved()).isTrue();
    assertThat(report.proof().orElseThrow().isRounded()).isTrue();
  }

  @Test
  void aNumberThatIsNotItsRoundedFoldIsNamedThoughNoSampleShowsIt() {
    CheckReport report = check(stored(w -> Math.nextUp((float) w)), true, CheckPolicy.DEFAULT);
    assertThat(report.proved()).isFalse();
    RepconvException failure = Objects.requireNonNull(report.failure());
    assertThat(failure.code()).isEqualTo(ErrorCode.NOT_EQUIVALENT);
    assertThat(failure)
        .hasMessageMatching(
            "(?s)\\S+weight of \\S+ \\(Conv\\): .*\\[0, 0, 0, 0] is \\S+, the original folds to .*")
        .hasMessageContaining("folded in double and rounded once");
    assertThat(report.notes()).isEmpty();
  }

  @Test
  void aFoldOfOthersMayHaveTheRoundingErrorsOfItsType() {
    CheckReport report = check(stored(w -> Math.nextUp((float) w)), false, CheckPolicy.DEFAULT);
    assertThat(report.failure()).isNull();
    assertThat(report.proved()).isTrue();
    assertThat(report.proof().orElseThrow().isRounded()).isFalse();
    assertThat(report.certificates()).hasSize(1);
  }

  @Test
  void aNumberBeyondRoundingIsNoProofAndIsNoted() {
    CheckReport report = check(stored(w -> w * (1 + 1e-5)), false, CheckPolicy.DEFAULT);
    assertThat(report.proved()).isFalse();
    assertThat(report.notes())
        .singleElement()
        .asString()
        .startsWith("No proof: ")
        .contains("[0, 0, 0, 0] is ")
        .endsWith(" times what rounding explains.");
  }

  @Test
  void anotherGraphIsNoProofAndIsNoted() {
    Graph other =
        Net.of("N, 3, H, W", (net, x) -> net.add("Tanh", Attributes.NONE, net.conv(x, 4, 3, 1, 1)));
    CheckReport report = check(other, false, CheckPolicy.DEFAULT);
    assertThat(report.passed()).isFalse();
    assertThat(report.proved()).isFalse();
    assertThat(report.notes())
        .anyMatch(note -> note.startsWith("No proof: the graphs are not the same. "));
  }

  @Test
  void withoutAProofSamplesStandAlone() {
    CheckReport report = check(stored(w -> w), false, CheckPolicy.DEFAULT.withoutProof());
    assertThat(report.failure()).isNull();
    assertThat(report.proof()).isEmpty();
    assertThat(report.certificates()).isEmpty();
    assertThat(report.proved()).isFalse();
  }
}
