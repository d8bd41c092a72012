package io.repconv.graph.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Opaque;
import io.repconv.graph.Origin;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.fold.Cost;
import io.repconv.graph.fold.Fold;
import io.repconv.graph.fold.Magnitudes;
import io.repconv.graph.fold.family.Block;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class CertifierTest {
  private static final double AMPLE = 1e9;

  private static final Shape OPEN = Shape.parse("d0, 2, d2, d3");

  private static double[] noise(int seed, int count) {
    Random random = new Random(seed);
    return random.doubles(count, -1, 1).toArray();
  }

  private static Tensor weight(int outputs, int inputs, int kernel, double... values) {
    return Tensor.of(ElementType.FLOAT, new long[] {outputs, inputs, kernel, kernel}, values);
  }

  private static Tensor vector(double... values) {
    return Tensor.of(ElementType.FLOAT, new long[] {values.length}, values);
  }

  private static Window window(int stride, int begin, int end) {
    return Window.of(List.of(stride, stride), List.of(1, 1), List.of(begin, begin, end, end));
  }

  private static Value conv(GraphBuilder b, Value x, Window window, Tensor weight, Tensor bias) {
    List<Value> inputs = List.of(x, b.constant("w", weight), b.constant("b", bias));
    return b.add(new Conv(window, 1), inputs, Origin.UNKNOWN, "y");
  }

  private static Graph graph(Shape shape, BiFunction<GraphBuilder, Value, Value> body) {
    GraphBuilder builder = new GraphBuilder("region");
    builder.output(body.apply(builder, builder.input("x", ElementType.FLOAT, shape)));
    return builder.build();
  }

  private static Fold fold(Graph original, Graph folded) {
    return fold(original, folded, 0);
  }

  private static Fold fold(Graph original, Graph folded, double borderBound) {
    Cost cost = new Cost(1, 1, 1, Dim.of(1));
    return new Fold(
        Origin.of("stage1.0"),
        folded.nodes().get(0),
        List.of(),
        cost,
        cost,
        borderBound,
        new Magnitudes(Tensor.absent(), Tensor.absent()),
        new Block(List.of(), List.of(), Block.Join.NONE, List.of()),
        () -> original,
        () -> folded);
  }

  private static Certificate certify(Fold fold, double budget) {
    return new Certifier(budget).certify(List.of(fold)).get(0);
  }

  /** A pointwise convolution before a 3x3 one that pads with zeros. */
  private static Graph pointwiseThenPadded(Shape shape, double[] first, double[] bias, double[] k) {
    return graph(
        shape,
        (b, x) ->
            conv(
                b,
                conv(b, x, window(1, 0, 0), weight(2, 2, 1, first), vector(bias)),
                window(1, 1, 1),
                weight(2, 2, 3, k),
                vector(0.25, -0.5)));
  }

  /** The same as one 3x3, which is right where the first bias is zero. */
  private static Graph merged(Shape shape, double[] first, double[] bias, double[] k) {
    double[] weights = new double[36];
    double[] biases = {0.25, -0.5};
    for (int o = 0; o < 2; o++) {
      for (int m = 0; m < 2; m++) {
        for (int tap = 0; tap < 9; tap++) {
          double outer = k[(o * 2 + m) * 9 + tap];
          biases[o] += outer * bias[m];
          for (int c = 0; c < 2; c++) {
            weights[(o * 2 + c) * 9 + tap] += outer * first[m * 2 + c];
          }
        }
      }
    }
    return graph(
        shape, (b, x) -> conv(b, x, window(1, 1, 1), weight(2, 2, 3, weights), vector(biases)));
  }

  private static Fold mergeThroughZeroPad(Shape shape, double... bias) {
    double[] first = noise(1, 4);
    double[] k = noise(2, 36);
    return fold(pointwiseThenPadded(shape, first, bias, k), merged(shape, first, bias, k));
  }

  @Test
  void aCorrectMergeHoldsAtEverySizeAndInput() {
    Certificate certificate = certify(mergeThroughZeroPad(OPEN, 0, 0), AMPLE);
    assertThat(certificate.holds()).isTrue();
    assertThat(certificate.place()).isEqualTo("stage1.0");
    assertThat(certificate.difference()).isLessThan(1e-14);
    assertThat(certificate.omitted()).isEmpty();
    assertThat(certificate.runs())
        .extracting(Certificate.Run::toString)
        .containsExactly(
            "noise [2, 2, 3, 4]",
            "noise [1, 2, 1, 2]",
            "zero [2, 2, 3, 4]",
            "constant field [2, 2, 3, 4]");
  }

  @Test
  void aMergeThatCarriesABiasThroughAZeroPadIsCaughtAtTheBorder() {
    Certificate certificate = certify(mergeThroughZeroPad(OPEN, 0.125, 0), AMPLE);
    assertThat(certificate.holds()).isFalse();
    assertThat(certificate.difference()).isGreaterThan(1e-3);
    assertThat(Objects.requireNonNull(certificate.deviation()).reason())
        .matches("gives .* instead of .* at \\[\\d, \\d, .*]");
  }

  @Test
  void aFillThatIsOffByAMillionthIsCaught() {
    Certificate certificate = certify(mergeThroughZeroPad(OPEN, 1e-6, 0), AMPLE);
    assertThat(certificate.holds()).isFalse();
  }

  @Test
  void aBoundThatTheFoldStatesForItsBorderIsAllowed() {
    Fold wrong = mergeThroughZeroPad(OPEN, 1e-9, 0);
    assertThat(certify(fold(wrong.original(), wrong.folded(), 1e-10), AMPLE).holds()).isFalse();
    assertThat(certify(fold(wrong.original(), wrong.folded(), 1e-7), AMPLE).holds()).isTrue();
  }

  @Test
  void weightsRoundedTooEarlyAreCaught() {
    double[] weights = noise(3, 36);
    double[] rounded = Arrays.stream(weights).map(w -> (float) w).toArray();
    Graph original =
        graph(OPEN, (b, x) -> conv(b, x, window(1, 1, 1), weight(2, 2, 3, weights), vector(1, 2)));
    Graph folded =
        graph(OPEN, (b, x) -> conv(b, x, window(1, 1, 1), weight(2, 2, 3, rounded), vector(1, 2)));
    assertThat(certify(fold(original, folded), AMPLE).holds()).isFalse();
  }

  @Test
  void aDomainThatDiffersForOddSizesOnlyIsCaught() {
    Tensor weights = weight(2, 2, 3, noise(4, 36));
    Graph original = graph(OPEN, (b, x) -> conv(b, x, window(2, 1, 1), weights, vector(0, 0)));
    Graph folded = graph(OPEN, (b, x) -> conv(b, x, window(2, 1, 0), weights, vector(0, 0)));
    Certificate certificate = certify(fold(original, folded), AMPLE);
    assertThat(Objects.requireNonNull(certificate.deviation()).reason())
        .startsWith("gives [")
        .contains("] instead of [");
  }

  @Test
  void aFoldThatCannotRunIsCaught() {
    Graph original =
        graph(
            OPEN, (b, x) -> conv(b, x, window(1, 0, 0), weight(2, 2, 1, 1, 0, 0, 1), vector(0, 0)));
    Opaque unknown =
        new Opaque(
            "custom",
            "Fused",
            1,
            Attributes.NONE,
            List.of(new Value.Type(ElementType.FLOAT, Shape.UNRANKED)),
            0);
    Graph folded = graph(OPEN, (b, x) -> b.add(unknown, List.of(x), Origin.UNKNOWN, "y"));
    Certificate certificate = certify(fold(original, folded), AMPLE);
    assertThat(Objects.requireNonNull(certificate.deviation()).reason())
        .startsWith("cannot be run: ");
  }

  @Test
  void fixedSizesAreTheOnlyOnesRun() {
    Shape fixed = Shape.of(1, 2, 6, 5);
    Certificate certificate = certify(mergeThroughZeroPad(fixed, 0, 0), AMPLE);
    assertThat(certificate.holds()).isTrue();
    assertThat(certificate.runs())
        .allMatch(run -> run.shape().equals(List.of(1L, 2L, 6L, 5L)))
        .hasSize(3);
  }

  @Test
  void aTightBudgetRunsTheMostTellingInputAndSaysWhatItLeftOut() {
    Certificate certificate = certify(mergeThroughZeroPad(OPEN, 0.125, 0), 2500);
    assertThat(certificate.runs())
        .extracting(Certificate.Run::toString)
        .contains("noise [2, 2, 3, 4]");
    assertThat(certificate.omitted()).isNotEmpty();
    assertThat(certificate.holds()).isFalse();
  }

  @Test
  void nothingRunIsNotHeld() {
    Certificate certificate = certify(mergeThroughZeroPad(OPEN, 0, 0), 10);
    assertThat(certificate.runs()).isEmpty();
    assertThat(certificate.holds()).isFalse();
    assertThat(certificate.deviation()).isNull();
  }
}
