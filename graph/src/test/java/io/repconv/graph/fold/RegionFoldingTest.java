package io.repconv.graph.fold;

import static io.repconv.graph.fold.FoldAssert.fold;
import static io.repconv.graph.fold.FoldAssert.operators;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.Pad;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the algebra folds, and that it keeps the function. */
class RegionFoldingTest {
  private static Graph foldsToOneConv(Graph graph) {
    FoldResult result = fold(graph);
    assertThat(operators(result.graph())).isEqualTo("Conv");
    assertThat(result.refusals()).isEmpty();
    assertThat(result.folds()).hasSize(1);
    return result.graph();
  }

  private static List<Long> weightShape(Graph graph) {
    Node conv = graph.nodes().get(0);
    return conv.input(1).shape().dims().stream().map(d -> d.value()).toList();
  }

  @Test
  void batchNormIntoConv() {
    Net net = new Net(1, "[N, 3, H, W]");
    Value y = net.norm("bn", net.conv("conv", net.x, 4, Net.Placed.kernel(3, 3).same()));
    Graph folded = foldsToOneConv(net.output(y));
    assertThat(weightShape(folded)).containsExactly(4L, 3L, 3L, 3L);
    assertThat(folded.nodes().get(0).output().name()).isEqualTo("bn");
  }

  @Test
  void repVggBlockWithIdentity() {
    Net net = new Net(2, "[N, 4, H, W]");
    Value dense = net.norm("bn3", net.conv("conv3", net.x, 4, Net.Placed.kernel(3, 3).same()));
    Value point = net.norm("bn1", net.conv("conv1", net.x, 4, Net.Placed.kernel(1, 1)));
    Value identity = net.norm("bn0", net.x);
    Value y = net.add("sum2", net.add("sum1", dense, point), identity);
    FoldResult result = fold(net.output(y));
    assertThat(operators(result.graph())).isEqualTo("Conv");
    assertThat(weightShape(result.graph())).containsExactly(4L, 4L, 3L, 3L);
    assertThat(result.folds().get(0).derivation().stream().map(s -> s.rewrite().id()).distinct())
        .containsExactlyInAnyOrder(
            "convolution",
            "batch-norm-into-conv",
            "small-kernel-into-large",
            "identity-as-kernel",
            "branch-addition");
    assertThat(result.folds().get(0).before().branches()).isEqualTo(3);
  }

  @Test
  void stridedBranchesOfUnequalKernels() {
    Net net = new Net(3, "[N, 3, H, W]");
    Value dense = net.conv("conv3", net.x, 6, Net.Placed.kernel(3, 3).same().stride(2));
    Value point = net.conv("conv1", net.x, 6, Net.Placed.kernel(1, 1).stride(2).biased());
    foldsToOneConv(net.output(net.add("sum", dense, point)));
  }

  @Test
  void asymmetricConvolutionBlock() {
    Net net = new Net(4, "[N, 3, H, W]");
    Value square = net.norm("bn0", net.conv("c0", net.x, 4, Net.Placed.kernel(3, 3).same()));
    Value flat = net.norm("bn1", net.conv("c1", net.x, 4, Net.Placed.kernel(1, 3).same()));
    Value tall = net.norm("bn2", net.conv("c2", net.x, 4, Net.Placed.kernel(3, 1).same()));
    Graph folded = foldsToOneConv(net.output(net.add("b", net.add("a", square, flat), tall)));
    assertThat(weightShape(folded)).containsExactly(4L, 4 - 1L, 3L, 3L);
  }

  @Test
  void dilatedBranchStaysDilatedBesideAPointwiseOne() {
    Net net = new Net(5, "[N, 4, H, W]");
    Value dense = net.conv("c3", net.x, 4, Net.Placed.kernel(3, 3).dilation(2).same());
    Value point = net.conv("c1", net.x, 4, Net.Placed.kernel(1, 1));
    Graph folded = foldsToOneConv(net.output(net.add("sum", dense, point)));
    assertThat(weightShape(folded)).containsExactly(4L, 4L, 3L, 3L);
    assertThat(((Conv) folded.nodes().get(0).op()).window().dilations()).containsExactly(2, 2);
  }

  @Test
  void averagePoolingBecomesAKernel() {
    Net net = new Net(6, "[N, 4, H, W]");
    Value pool = net.norm("bn", net.average("pool", net.x, Net.Placed.kernel(3, 3).same(), true));
    Value dense = net.conv("c3", net.x, 4, Net.Placed.kernel(3, 3).same());
    foldsToOneConv(net.output(net.add("sum", pool, dense)));
  }

  @Test
  void pointwiseWithoutBiasBeforeAPaddedWindow() {
    Net net = new Net(7, "[N, 4, H, W]");
    Value point = net.conv("c1", net.x, 4, Net.Placed.kernel(1, 1));
    Value dense = net.conv("c3", point, 4, Net.Placed.kernel(3, 3).same().biased());
    foldsToOneConv(net.output(dense));
  }

  @Test
  void biasBehindAPadThatHoldsIt() {
    Net net = new Net(8, "[N, 4, H, W]");
    double[] bias = {0.25, 0.25, 0.25, 0.25};
    Value point = net.conv("c1", net.x, 4, Net.Placed.kernel(1, 1));
    Value shifted = net.node(Binary.ADD, "shift", point, net.constant("by", bias, 4, 1, 1));
    Value padded = net.pad("pad", shifted, Pad.Mode.CONSTANT, 0.25, 1, 1, 1, 1);
    Value dense = net.conv("c3", padded, 4, Net.Placed.kernel(3, 3));
    foldsToOneConv(net.output(dense));
  }

  @Test
  void biasBeforeAWindowThatNeverLeavesTheImage() {
    Net net = new Net(9, "[N, 4, H, W]");
    Value point = net.conv("c1", net.x, 4, Net.Placed.kernel(1, 1).biased());
    foldsToOneConv(net.output(net.conv("c3", point, 4, Net.Placed.kernel(3, 3))));
  }

  @Test
  void rowBeforeColumnWhenEachPadsItsOwnAxis() {
    Net net = new Net(10, "[N, 1, H, W]");
    Value row = net.conv("row", net.x, 1, Net.Placed.kernel(1, 3).same().biased());
    Value column = net.conv("column", row, 1, Net.Placed.kernel(3, 1).same());
    FoldResult result = fold(net.output(column));
    assertThat(result.refusals()).hasSize(1);

    Net unbiased = new Net(10, "[N, 1, H, W]");
    Value row2 = unbiased.conv("row", unbiased.x, 1, Net.Placed.kernel(1, 3).same());
    Value column2 = unbiased.conv("column", row2, 1, Net.Placed.kernel(3, 1).same());
    Value twin = unbiased.conv("square", unbiased.x, 1, Net.Placed.kernel(3, 3).same());
    foldsToOneConv(unbiased.output(unbiased.add("sum", column2, twin)));
  }

  @Test
  void repMixerSubtractsAndScales() {
    Net net = new Net(11, "[N, 4, H, W]");
    Value mixed = net.norm("bn", net.conv("dw", net.x, 4, Net.Placed.kernel(3, 3).same().group(4)));
    Value difference = net.node(Binary.SUB, "sub", mixed, net.norm("norm", net.x));
    Value scaled =
        net.node(Binary.MUL, "scale", net.constant("gamma", net.normal(4), 4, 1, 1), difference);
    Graph folded = foldsToOneConv(net.output(net.add("sum", net.x, scaled)));
    assertThat(weightShape(folded)).containsExactly(4L, 1L, 3L, 3L);
  }

  @Test
  void stackedBranchesOverTheSameInput() {
    Net net = new Net(12, "[N, 4, H, W]");
    Value a = net.conv("c3", net.x, 3, Net.Placed.kernel(3, 3).same());
    Value b = net.conv("c1", net.x, 5, Net.Placed.kernel(1, 1).biased());
    Value y = net.concat("cat", a, net.norm("bn", b));
    FoldResult result = fold(net.output(net.conv("mix", y, 4, Net.Placed.kernel(1, 1))));
    assertThat(operators(result.graph())).isEqualTo("Conv");
  }

  @Test
  void splitHalvesKeepTheirGroups() {
    Net net = new Net(13, "[N, 8, H, W]");
    List<Value> halves = net.split("split", net.x, 4, 4);
    Value a = net.conv("a", halves.get(0), 4, Net.Placed.kernel(3, 3).same());
    Value b = net.conv("b", halves.get(1), 4, Net.Placed.kernel(3, 3).same());
    Graph folded = foldsToOneConv(net.output(net.concat("cat", a, b)));
    assertThat(((Conv) folded.nodes().get(0).op()).group()).isEqualTo(2);
    assertThat(weightShape(folded)).containsExactly(8L, 4L, 3L, 3L);
  }

  @Test
  void aDenseKernelThatIsDiagonalBecomesDepthwise() {
    Net net = new Net(14, "[N, 4, H, W]");
    double[] diagonal = new double[16];
    for (int c = 0; c < 4; c++) {
      diagonal[c * 5] = c + 1;
    }
    Value scaled = net.conv("diagonal", net.x, diagonal, 4, Net.Placed.kernel(1, 1));
    Value depthwise = net.conv("dw", net.x, 4, Net.Placed.kernel(3, 3).same().group(4));
    Graph folded = foldsToOneConv(net.output(net.add("sum", scaled, depthwise)));
    assertThat(((Conv) folded.nodes().get(0).op()).group()).isEqualTo(4);
  }

  @Test
  void reflectedBranchBesideAPointwiseOneSharesThePad() {
    Net net = new Net(15, "[N, 4, H, W]");
    Value wide = net.pad("pad", net.x, Pad.Mode.REFLECT, 0, 1, 1, 1, 1);
    Value dense = net.norm("bn3", net.conv("c3", wide, 4, Net.Placed.kernel(3, 3)));
    Value point = net.norm("bn1", net.conv("c1", net.x, 4, Net.Placed.kernel(1, 1)));
    FoldResult result = fold(net.output(net.add("sum", dense, point)));
    assertThat(operators(result.graph())).isEqualTo("Pad Conv");
  }

  @Test
  void theCoverGoesOverATappedValueThatDominates() {
    Net net = new Net(16, "[N, 3, H, W]");
    Value stem = net.norm("bn0", net.conv("stem", net.x, 4, Net.Placed.kernel(3, 3).same()));
    Value a = net.conv("a", stem, 4, Net.Placed.kernel(3, 3));
    Value b = net.conv("b", stem, 4, Net.Placed.kernel(3, 3));
    FoldResult result =
        fold(net.output(net.relu("y", net.add("sum", a, b)), net.relu("tap", stem)));
    assertThat(operators(result.graph())).isEqualTo("Conv Conv Relu Relu");
  }

  @Test
  void aBorderNeedNotBeRightInChannelsThatAreNotReadThere() {
    Net net = new Net(24, "[N, 2, H, W]");
    FoldResult result = fold(net.output(net.biasedThenPadded(false)));
    assertThat(operators(result.graph())).isEqualTo("Conv");
    assertThat(result.folds().get(0).borderBound()).isZero();
  }

  @Test
  void aNormBehindHalfOfTheChannels() {
    Net net = new Net(17, "[N, 96, H, W]");
    Value half = net.split("split", net.x, 48, 48).get(1);
    Value y = net.norm("bn", net.conv("conv", half, 48, Net.Placed.kernel(1, 1)));
    FoldResult result = fold(net.output(net.relu("y", y)));
    assertThat(operators(result.graph())).isEqualTo("Split Conv Relu");
  }

  @Test
  void aNormBehindFarBranchesThatStayApart() {
    Net net = new Net(19, "[N, 8, H, W]");
    Value near = net.conv("near", net.x, 8, Net.Placed.kernel(3, 3).dilation(3).same());
    Value far = net.conv("far", net.x, 8, Net.Placed.kernel(3, 3).dilation(7).same());
    Value mixed = net.conv("mix", net.concat("cat", near, far), 8, Net.Placed.kernel(1, 1));
    FoldResult result = fold(net.output(net.relu("y", net.norm("bn", mixed))));
    assertThat(operators(result.graph())).isEqualTo("Conv Conv Concat Conv Relu");
  }

  @Test
  void normsOfBlocksThatExpandAndNarrowAgain() {
    Net net = new Net(18, "[N, 32, H, W]");
    Value sum = invertedBottleneck(net, "first", net.relu("start", net.x), 32);
    sum = net.add("sum1", invertedBottleneck(net, "second", sum, 32), sum);
    sum = net.add("sum2", invertedBottleneck(net, "third", sum, 32), sum);
    FoldResult result = fold(net.output(net.relu("y", sum)));
    assertThat(operators(result.graph())).doesNotContain("BatchNormalization");
  }

  private static Value invertedBottleneck(Net net, String name, Value x, int channels) {
    Value wide = net.conv(name + ".expand", x, 6 * channels, Net.Placed.kernel(1, 1));
    Value inner = net.relu(name + ".relu", net.norm(name + ".bn0", wide));
    Value narrow = net.conv(name + ".narrow", inner, channels, Net.Placed.kernel(1, 1));
    return net.norm(name + ".bn1", narrow);
  }
}
