package io.repconv.graph.fold;

import static io.repconv.graph.fold.FoldAssert.assertSameFunction;
import static io.repconv.graph.fold.FoldAssert.operators;
import static io.repconv.graph.fold.FoldAssert.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Concat;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.ScatterND;
import io.repconv.graph.op.ScatterReduction;
import io.repconv.graph.op.Slice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A DBB's padding by the bias of what lies before it, in the ways that exporters write it. */
class BorderFillTest {
  private static final int CHANNELS = 4;

  /** What the fill of one side is multiplied by: 1 is right. */
  private static Value fill(Net net, String name, double[] bias, double factor, long... dims) {
    long positions = Tensor.elements(dims) / (dims[0] * CHANNELS);
    double[] values = new double[(int) Tensor.elements(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (bias[(int) (i / positions % CHANNELS)] * factor);
    }
    return net.constant(name, values, dims);
  }

  private static Value slice(Net net, String name, Value input, int axis, long start, long end) {
    return net.node(
        new Slice(),
        name,
        input,
        net.builder.constant(name + ".starts", Tensor.ofInts(start)),
        net.builder.constant(name + ".ends", Tensor.ofInts(end)),
        net.builder.constant(name + ".axes", Tensor.ofInts(axis)));
  }

  /** Slices and concatenations, as a functional form of {@code copy_} on views. */
  private static Graph concatenated(String shape, double lastSide) {
    Net net = new Net(5, shape);
    double[] bias = net.normal(CHANNELS);
    Value point =
        net.conv("c1", net.x, net.normal(CHANNELS * 3), CHANNELS, Net.Placed.kernel(1, 1));
    Value shifted = net.add("shift", point, net.constant("bias", bias, CHANNELS, 1, 1));
    Value v = net.pad("pad", shifted, Pad.Mode.CONSTANT, 0, 1, 1, 1, 1);
    long all = Long.MAX_VALUE;
    Dim width = v.shape().dim(3);
    Dim height = v.shape().dim(2);
    v = joined(net, "top", true, 2, slice(net, "below", v, 2, 1, all), bias, 1, width);
    v = joined(net, "bottom", false, 2, slice(net, "above", v, 2, 0, -1), bias, 1, width);
    v = joined(net, "left", true, 3, slice(net, "behind", v, 3, 1, all), bias, 1, height);
    v = joined(net, "right", false, 3, slice(net, "before", v, 3, 0, -1), bias, lastSide, height);
    return net.output(net.conv("c3", v, 6, Net.Placed.kernel(3, 3)));
  }

  private static Value joined(
      Net net,
      String name,
      boolean first,
      int axis,
      Value rest,
      double[] bias,
      double factor,
      Dim length) {
    long size = length.value();
    Value side =
        axis == 2
            ? fill(net, name + ".fill", bias, factor, 1, CHANNELS, 1, size)
            : fill(net, name + ".fill", bias, factor, 1, CHANNELS, size, 1);
    Value[] parts = first ? new Value[] {side, rest} : new Value[] {rest, side};
    return net.node(new Concat(axis), name, parts);
  }

  @Test
  void concatenatedStripsFold() {
    Graph graph = concatenated("[1, 3, 6, 8]", 1);
    FoldResult result = RegionFolding.fold(graph);
    assertThat(operators(result.graph())).isEqualTo("Conv");
    assertThat(result.folds().get(0).derivation())
        .extracting(s -> s.rewrite().id())
        .contains("border-fill", "sequence-as-kernel");
    assertSameFunction(graph, result.graph(), 1, new int[][] {{6, 8}});
  }

  @Test
  void anUnequalSideIsRefused() {
    Graph graph = concatenated("[1, 3, 6, 8]", 1.5);
    FoldResult result = RegionFolding.fold(graph);
    assertThat(operators(result.graph())).endsWith("Concat Conv");
    assertThat(reasons(result)).anySatisfy(r -> assertThat(r).contains("holds different numbers"));
    assertSameFunction(graph, result.graph(), 1, new int[][] {{6, 8}});
  }

  /** A ring written by one ScatterND over constant indices. */
  private static Graph scattered(double error) {
    Net net = new Net(6, "[1, 3, 5, 7]");
    double[] bias = net.normal(CHANNELS);
    Value point =
        net.conv("c1", net.x, net.normal(CHANNELS * 3), CHANNELS, Net.Placed.kernel(1, 1));
    Value shifted = net.add("shift", point, net.constant("bias", bias, CHANNELS, 1, 1));
    Value padded = net.pad("pad", shifted, Pad.Mode.CONSTANT, 0, 1, 1, 1, 1);
    List<long[]> ring = new ArrayList<>();
    for (long c = 0; c < CHANNELS; c++) {
      for (long i = 0; i < 7; i++) {
        for (long j = 0; j < 9; j++) {
          if (i == 0 || i == 6 || j == 0 || j == 8) {
            ring.add(new long[] {0, c, i, j});
          }
        }
      }
    }
    long[] indices = ring.stream().flatMapToLong(java.util.Arrays::stream).toArray();
    double[] updates =
        ring.stream().mapToDouble(p -> (float) (bias[(int) p[1]] * (1 + error))).toArray();
    Value where =
        net.builder.constant(
            "where", Tensor.of(ElementType.INT64, new long[] {ring.size(), 4}, indices));
    Value what = net.constant("what", updates, ring.size());
    Value v = net.node(new ScatterND(ScatterReduction.NONE), "scatter", padded, where, what);
    return net.output(net.conv("c3", v, 6, Net.Placed.kernel(3, 3)));
  }

  @Test
  void aScatteredRingFolds() {
    Graph graph = scattered(0);
    FoldResult result = RegionFolding.fold(graph);
    assertThat(operators(result.graph())).isEqualTo("Conv");
    assertThat(result.folds().get(0).borderBound()).isZero();
    assertSameFunction(graph, result.graph(), 1, new int[][] {{5, 7}});
  }

  @Test
  void aFillThatWasRoundedWhenStoredIsAcceptedWithItsBound() {
    FoldResult result = RegionFolding.fold(scattered(1.0e-7));
    assertThat(operators(result.graph())).isEqualTo("Conv");
    assertThat(result.folds().get(0).borderBound()).isPositive().isCloseTo(0, within(1e-5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-5, -1e-3, 1})
  void aFillThatIsOffByMoreIsRefused(double error) {
    FoldResult result = RegionFolding.fold(scattered(error));
    assertThat(operators(result.graph())).isEqualTo("Conv Pad ScatterND Conv");
    assertThat(reasons(result))
        .anySatisfy(
            reason ->
                assertThat(reason)
                    .startsWith("the border of channel 0 is filled with ")
                    .doesNotContain("is filled with 0,")
                    .doesNotContain("outside is 0 there"));
  }

  @Test
  void openSizesAreTracedAtSeveral() {
    Net net = new Net(7, "[N, 3, H, W]");
    Value point =
        net.conv("c1", net.x, net.normal(CHANNELS * 3), CHANNELS, Net.Placed.kernel(1, 1));
    Value v = net.pad("pad", point, Pad.Mode.CONSTANT, 0, 2, 2, 2, 2);
    v = slice(net, "crop", v, 2, 1, -1);
    v = net.pad("again", v, Pad.Mode.CONSTANT, 0, 1, 0, 1, 0);
    Value y = net.conv("c3", v, 6, Net.Placed.kernel(3, 3));
    Graph graph = net.output(y);
    FoldResult result = RegionFolding.fold(graph);
    assertThat(operators(result.graph())).isEqualTo("Conv");
    assertSameFunction(graph, result.graph(), 1, new int[][] {{6, 9}, {9, 5}});
  }
}
