package io.repconv.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.Opaque;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import io.repconv.graph.fold.Fold;
import io.repconv.graph.fold.FoldResult;
import io.repconv.graph.fold.RegionFolding;
import io.repconv.graph.proof.NormalForm;
import io.repconv.runtime.check.Comparison.Pair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EquivalenceCheckTest {
  private static final CheckPolicy POLICY = CheckPolicy.DEFAULT;

  /** A stage of a re-parameterizable network. */
  private static Graph block(String shape, double epsilon) {
    return Net.of(
        shape,
        (net, x) ->
            net.relu(
                net.add(
                    "Add",
                    Attributes.NONE,
                    net.norm(net.conv(x, 4, 3, 2, 1), epsilon),
                    net.norm(net.conv(x, 4, 1, 2, 0), 1e-5))));
  }

  private static CheckReport check(
      Graph imported, RoundedModel original, Graph deployed, CheckPolicy policy) {
    return check(
        imported, original, deployed, new RoundedModel(deployed), Optional.empty(), policy);
  }

  private static CheckReport check(
      Graph imported,
      RoundedModel original,
      Graph deployed,
      RoundedModel file,
      Optional<NormalForm> form,
      CheckPolicy policy) {
    return new EquivalenceCheck(
            new CheckedModel(imported, original),
            new CheckedModel(deployed, file),
            form,
            form.isPresent(),
            policy)
        .run();
  }

  private static CheckReport check(Graph imported, Graph original, Graph deployed) {
    return check(imported, new RoundedModel(original), deployed, POLICY);
  }

  private static RepconvException failure(CheckReport report) {
    assertThat(report.passed()).isFalse();
    return Objects.requireNonNull(report.failure());
  }

  @Test
  void aFoldedNetworkPassesWithCertificatesAndSamplesOfTwoSizes() {
    Graph imported = block("N, 3, H, W", 1e-5);
    FoldResult folded = RegionFolding.fold(imported);
    assertThat(folded.folds()).hasSize(1);
    CheckReport report =
        check(
            imported,
            new RoundedModel(imported),
            folded.graph(),
            new RoundedModel(folded.graph()),
            Optional.of(NormalForm.of(folded)),
            POLICY);
    assertThat(report.failure()).isNull();
    assertThat(report.proved()).isTrue();
    assertThat(report.proof().orElseThrow().isRounded()).isTrue();
    assertThat(report.notes()).isEmpty();
    assertThat(report.certificates()).hasSize(1).allMatch(certificate -> certificate.holds());
    assertThat(report.samples())
        .extracting(Sample::description)
        .startsWith("noise 1 at H=4, N=2, W=6", "noise 1 at H=5, N=1, W=7")
        .hasSize(10);
    for (Pair pair : List.of(Pair.IMPORT, Pair.DEPLOYED_EXACT, Pair.DEPLOYED)) {
      assertThat(report.worst(pair).orElseThrow().used()).isLessThan(1);
    }
    assertThat(report.runtimes()).containsOnlyKeys("original", "deployed");
    assertThat(report.seconds())
        .containsOnlyKeys("proof", "certificates", "original", "deployed", "float64");
  }

  @Test
  void theSameCheckGivesTheSameNumbers() {
    Graph graph = block("N, 3, H, W", 1e-5);
    assertThat(check(graph, graph, graph).samples())
        .isEqualTo(check(graph, graph, graph).samples());
  }

  static Stream<Arguments> mutations() {
    return Stream.of(
        Arguments.of("epsilon", block("N, 3, H, W", 1e-5), block("N, 3, H, W", 1e-3)),
        Arguments.of("align_corners", resize("align_corners"), resize("half_pixel")),
        Arguments.of("count_include_pad", average(1), average(0)),
        Arguments.of("pads", pads(List.of(1L, 1L, 0L, 0L)), pads(List.of(0L, 0L, 1L, 1L))));
  }

  private static Graph resize(String transformation) {
    Attributes attributes =
        Attributes.NONE
            .with("mode", "linear")
            .with("coordinate_transformation_mode", transformation);
    return Net.of(
        "N, 3, H, W",
        (net, x) ->
            net.add(
                "Resize",
                attributes,
                net.conv(x, 4, 3, 1, 1),
                Value.ABSENT,
                net.floats(1, 1, 2, 2)));
  }

  private static Graph average(long countIncludePad) {
    Attributes attributes = Net.window(3, 1, 1).with("count_include_pad", countIncludePad);
    return Net.of("N, 3, H, W", (net, x) -> net.add("AveragePool", attributes, x));
  }

  private static Graph pads(List<Long> pads) {
    return Net.of(
        "N, 3, H, W",
        (net, x) ->
            net.add(
                "Conv", Attributes.NONE.with("pads", pads), x, net.constant(-1, 1, 4, 3, 2, 2)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutations")
  void anImportThatReadsAnAttributeWrongIsCaught(String attribute, Graph truth, Graph imported) {
    RepconvException failure = failure(check(imported, truth, imported));
    assertThat(failure.code()).isEqualTo(ErrorCode.IMPORT_DISAGREES);
    assertThat(failure)
        .hasMessageMatching(
            "(?s)output 'y': the import disagrees with the original, original against float64 is .*"
                + " instead of .* at \\[\\d.*] for .* at H=.*, N=., W=.*, off by .* of the largest"
                + " output, expected at most 1.00e-05\\.\n  What was read .* \\[RC-501]");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutations")
  void aDeployedFileThatDiffersIsCaught(String attribute, Graph truth, Graph deployed) {
    RepconvException failure = failure(check(truth, truth, deployed));
    assertThat(failure.code()).isEqualTo(ErrorCode.NOT_EQUIVALENT);
    assertThat(failure)
        .hasMessageStartingWith("output 'y': not equivalent, deployed against float64 is ")
        .hasMessageContaining("The two part at ")
        .hasMessageEndingWith("[RC-502]");
  }

  @Test
  void aWrongFoldFailsBeforeAnythingElse() {
    Graph imported = block("N, 3, H, W", 1e-5);
    FoldResult right = RegionFolding.fold(imported);
    FoldResult wrong = RegionFolding.fold(block("N, 3, H, W", 1e-3));
    Fold a = right.folds().get(0);
    Fold broken =
        new Fold(
            a.origin(),
            a.node(),
            a.derivation(),
            a.before(),
            a.after(),
            a.borderBound(),
            a.magnitudes(),
            a.block(),
            a::original,
            wrong.folds().get(0)::folded);
    CheckReport report =
        check(
            imported,
            new RoundedModel(imported),
            right.graph(),
            new RoundedModel(wrong.graph()),
            Optional.of(new NormalForm(right.graph(), List.of(broken))),
            POLICY);
    assertThat(failure(report).code()).isEqualTo(ErrorCode.CERTIFICATE_FAILED);
    assertThat(failure(report))
        .hasMessageMatching(
            "(?s).* \\(Conv\\): for noise \\[.*] the folded convolution gives .* instead of .*")
        .hasMessageContaining("expected agreement to 1e-12 of the largest output");
  }

  @Test
  void aToleranceOfTheUserReplacesTheMeasuredOne() {
    Graph truth = block("N, 3, H, W", 1e-5);
    Graph other = block("N, 3, H, W", 1.1e-4);
    RoundedModel original = new RoundedModel(truth);
    assertThat(check(truth, original, other, POLICY).passed()).isFalse();
    assertThat(check(truth, original, other, POLICY.withTolerance(1e-2)).passed()).isTrue();
    assertThat(failure(check(truth, original, other, POLICY.withTolerance(1e-9))))
        .hasMessageContaining("expected at most 1.00e-09");
  }

  @Test
  void sizesThatTheOriginalCannotTakeAreReplacedAndTold() {
    Graph graph = block("N, 3, H, W", 1e-5);
    RoundedModel original = new RoundedModel(graph, height -> height % 32 == 0);
    CheckReport report = check(graph, original, graph, POLICY);
    assertThat(report.failure()).isNull();
    assertThat(report.samples()).allMatch(sample -> sample.sizes().getOrDefault("H", 0L) % 32 == 0);
    assertThat(report.notes())
        .containsExactly("The original cannot run at H=4, N=2, W=6: a height of 4. [RC-403]");
  }

  @Test
  void anOriginalThatRunsNowhereIsNotVerified() {
    Graph graph = block("N, 3, H, W", 1e-5);
    RoundedModel original = new RoundedModel(graph, height -> false);
    RepconvException failure = failure(check(graph, original, graph, POLICY));
    assertThat(failure.code()).isEqualTo(ErrorCode.NOT_VERIFIED);
    assertThat(failure)
        .hasMessageStartingWith("the original can run at none of ")
        .hasMessageContaining("Give sizes that it takes with --bind");
  }

  @Test
  void aDeployedModelThatCannotRunWhereTheOriginalCanIsNotEquivalent() {
    Graph graph = block("N, 3, H, W", 1e-5);
    RoundedModel deployed = new RoundedModel(graph, height -> height != 5);
    CheckReport report =
        check(graph, new RoundedModel(graph), graph, deployed, Optional.empty(), POLICY);
    assertThat(failure(report).code()).isEqualTo(ErrorCode.NOT_EQUIVALENT);
    assertThat(failure(report))
        .hasMessageContaining(
            "cannot run noise 1 at H=5, N=1, W=7, which the original can.\n  a height of 5.");
  }

  @Test
  void aGraphWithAnUnknownOperatorIsComparedWithTheOriginalOnly() {
    Opaque unknown =
        new Opaque(
            "custom",
            "Magic",
            1,
            Attributes.NONE,
            List.of(new Value.Type(ElementType.FLOAT, Shape.parse("N, 3, H, W"))),
            0);
    Graph imported = Net.of("N, 3, H, W", (net, x) -> net.conv(net.add(unknown, x), 4, 3, 1, 1));
    Graph truth = Net.of("N, 3, H, W", (net, x) -> net.conv(net.relu(x), 4, 3, 1, 1));
    Graph other = Net.of("N, 3, H, W", (net, x) -> net.conv(x, 4, 3, 1, 1));
    CheckReport report = check(imported, new RoundedModel(truth), truth, POLICY.withoutProof());
    assertThat(report.failure()).isNull();
    assertThat(report.worst(Pair.IMPORT)).isEmpty();
    assertThat(report.notes())
        .containsExactly(
            "Magic (Magic) is not modelled, so there is no float64 result: the import was checked"
                + " only through the deployed model.");
    assertThat(failure(check(imported, truth, other)).code()).isEqualTo(ErrorCode.NOT_EQUIVALENT);
  }

  @Test
  void aBudgetTooSmallForFloat64IsTold() {
    Graph graph = block("N, 3, H, W", 1e-5);
    CheckReport report =
        check(graph, new RoundedModel(graph), graph, POLICY.withoutProof().withMultiplyAdds(3000));
    assertThat(report.failure()).isNull();
    assertThat(report.notes())
        .containsExactly(
            "9 of 10 samples were compared with the original only: float64 may take 3.0e+03"
                + " multiply-adds.");
  }

  @Test
  void timeUpLeavesTheFirstSampleOfEachSize() {
    Graph graph = block("N, 3, H, W", 1e-5);
    CheckReport report =
        check(graph, new RoundedModel(graph), graph, POLICY.withTime(Duration.ofSeconds(-1)));
    assertThat(report.failure()).isNull();
    assertThat(report.samples()).extracting(Sample::input).containsExactly("noise 1", "noise 1");
    assertThat(report.notes())
        .containsExactly("8 of 10 samples were left out: the check may take -1 s.");
  }

  @Test
  void aConstantFieldThatIsNormalisedByItsOwnDeviationDoesNotCount() {
    Graph graph =
        Net.of(
            "N, 3, 8, 9",
            (net, x) -> {
              Value offset = net.constant(-1, 1, 1, 3, 8, 9);
              Value there = net.add("Add", Attributes.NONE, x, offset);
              return net.add(
                  "InstanceNormalization",
                  Attributes.NONE.with("epsilon", 1e-12),
                  net.add("Sub", Attributes.NONE, there, offset),
                  net.floats(1, 1, 1),
                  net.floats(0, 0, 0));
            });
    CheckReport report = check(graph, graph, graph);
    assertThat(report.failure()).isNull();
    assertThat(report.notes())
        .anyMatch(
            note -> note.contains("for constant field at") && note.contains("does not count"));
  }

  @Test
  void nothingComparedIsAFailure() {
    Graph graph =
        Net.of(
            "N, 3, H, W",
            (net, x) ->
                net.add(
                    "Log",
                    Attributes.NONE,
                    net.add("Neg", Attributes.NONE, net.add("Abs", Attributes.NONE, x))));
    RepconvException failure = failure(check(graph, graph, graph));
    assertThat(failure.code()).isEqualTo(ErrorCode.NOTHING_COMPARED);
    assertThat(failure)
        .hasMessage(
            "output 'y': no sample gives a number that can be compared.\n"
                + "  Choose sizes that the model is meant for with --bind. [RC-504]");
  }

  @Test
  void halfPrecisionIsHeldToItsOwnRounding() {
    Graph half = Net.of(ElementType.FLOAT16, "N, 3, H, W", (net, x) -> net.conv(x, 4, 3, 1, 1));
    CheckReport report = check(half, half, half);
    assertThat(report.failure()).isNull();
    assertThat(report.worst(Pair.IMPORT).orElseThrow().statistics().relativeMax())
        .isBetween(1e-5, 1e-3);
  }

  @Test
  void integerOutputsHaveToBeEqual() {
    Graph truth = cast("N, 3, H, W", 1);
    assertThat(check(truth, truth, truth).failure()).isNull();
    assertThat(failure(check(truth, truth, cast("N, 3, H, W", 1.5))))
        .hasMessageContaining("expected at most 0.00e+00");
  }

  /** Two classes whose scores are equal but for the order in which they are summed. */
  private static Graph nearlyEqualScores(double[] first, double[] second, double gap) {
    return Net.of(
        "N, 3, H, W",
        (net, x) -> {
          Value a = net.add("Add", Attributes.NONE, x, net.floats(first));
          Value b = net.add("Add", Attributes.NONE, x, net.floats(second));
          Value c = net.add("Add", Attributes.NONE, a, net.floats(second));
          Value d = net.add("Add", Attributes.NONE, b, net.floats(first));
          Value shifted = net.add("Add", Attributes.NONE, d, net.floats(gap));
          Value scores = net.add("Concat", Attributes.NONE.with("axis", 1L), c, shifted);
          return net.add("ArgMax", Attributes.NONE.with("axis", 1L).with("keepdims", 0L), scores);
        });
  }

  @Test
  void anIndexOfOneOfTwoEqualScoresIsRightEitherWay() {
    Graph truth = nearlyEqualScores(new double[] {0.1}, new double[] {0.7}, 0);
    Graph other = nearlyEqualScores(new double[] {0.7}, new double[] {0.1}, 1e-6);
    assertThat(check(truth, truth, other).failure()).isNull();
    Graph apart = nearlyEqualScores(new double[] {0.1}, new double[] {0.7}, -0.01);
    assertThat(failure(check(apart, apart, other)).code()).isEqualTo(ErrorCode.NOT_EQUIVALENT);
  }

  @Test
  void equalScoresThatAreOutOfBudgetAreLeftOutNotFailed() {
    Graph truth = nearlyEqualScores(new double[] {0.1}, new double[] {0.7}, 0);
    Graph other = nearlyEqualScores(new double[] {0.7}, new double[] {0.1}, 0);
    CheckPolicy tight = POLICY.withMultiplyAdds(1500);
    CheckReport report = check(truth, new RoundedModel(truth), other, tight);
    assertThat(report.failure()).isNull();
    assertThat(report.samples()).anyMatch(sample -> sample.comparisons().isEmpty());
    assertThat(report.worst(Pair.DEPLOYED_EXACT)).isPresent();
  }

  private static Graph cast(String shape, double scale) {
    return Net.of(
        shape,
        (net, x) ->
            net.add(
                "Cast",
                Attributes.NONE.with("to", 7L),
                net.add("Mul", Attributes.NONE, x, net.floats(scale))));
  }

  @Test
  void sizesTheUserBindsAreUsed() {
    Graph graph = block("N, 3, H, W", 1e-5);
    CheckPolicy bound = POLICY.withBound(Map.of("N", 1L, "H", 8L, "W", 8L));
    CheckReport report = check(graph, new RoundedModel(graph), graph, bound);
    assertThat(report.samples())
        .allMatch(sample -> sample.description().endsWith(" at H=8, N=1, W=8"))
        .hasSize(5);
  }
}
