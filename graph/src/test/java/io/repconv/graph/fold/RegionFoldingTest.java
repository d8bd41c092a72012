package io.repconv.graph.fold;

import static io.repconv.graph.fold.FoldAssert.assertSameFunction;
import static io.repconv.graph.fold.FoldAssert.operators;
import static io.repconv.graph.fold.FoldAssert.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.GroupNormalization;
import io.repconv.graph.op.InstanceNormalization;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.Unary;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Where the algebra folds, where it refuses, and that it keeps the function either way. */
class RegionFoldingTest {
  private static final int[][] SIZES = {{9, 12}, {12, 7}, {13, 13}};

  private static FoldResult fold(Graph graph) {
    FoldResult result = RegionFolding.fold(graph);
    assertSameFunction(graph, result.graph(), 7, SIZES);
    return result;
  }

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

  @Nested
  class Fires {
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
      Value mixed =
          net.norm("bn", net.conv("dw", net.x, 4, Net.Placed.kernel(3, 3).same().group(4)));
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
      FoldResult result = fold(net.output(biasedThenPadded(net, false)));
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

  /** A biased pointwise convolution, then one that reads its first channel in the middle only. */
  private static Value biasedThenPadded(Net net, boolean corner) {
    Value point = net.conv("c1", net.x, 2, Net.Placed.kernel(1, 1));
    Value biased =
        net.node(Binary.ADD, "bias", point, net.constant("b", new double[] {3, 0}, 2, 1, 1));
    double[] weight = net.normal(2 * 2 * 9);
    for (int i = 0; i < weight.length; i++) {
      boolean firstChannel = i / 9 % 2 == 0;
      weight[i] = firstChannel && i % 9 != 4 ? 0 : weight[i];
    }
    weight[0] = corner ? 1 : 0;
    return net.conv("c3", biased, weight, 2, Net.Placed.kernel(3, 3).same());
  }

  @Nested
  class Refuses {
    @Test
    void aBorderThatIsWrongInOneChannelThatIsRead() {
      Net net = new Net(24, "[N, 2, H, W]");
      FoldResult result = fold(net.output(biasedThenPadded(net, true)));
      assertThat(operators(result.graph())).isEqualTo("Conv Conv");
      assertThat(reasons(result))
          .containsExactly(
              "the border of channel 0 is filled with 0, but the earlier map continued outside is 3.000000 there (its bias)");
    }

    @Test
    void aPadThatWouldStayAPad() {
      Net net = new Net(25, "[N, 2, H, W]");
      Value wide = net.pad("pad", net.x, Pad.Mode.EDGE, 0, 1, 1, 1, 1);
      FoldResult result = fold(net.output(net.conv("c", wide, 2, Net.Placed.kernel(3, 3))));
      assertThat(operators(result.graph())).isEqualTo("Pad Conv");
      assertThat(result.folds()).isEmpty();
    }

    @Test
    void biasBeforeZeroPadding() {
      Net net = new Net(21, "[N, 4, H, W]");
      Value point = net.conv("c1", net.x, 4, Net.Placed.kernel(1, 1).biased());
      Value dense = net.conv("c3", point, 4, Net.Placed.kernel(3, 3).same());
      FoldResult result = fold(net.output(dense));
      assertThat(operators(result.graph())).isEqualTo("Conv Conv");
      assertThat(reasons(result))
          .singleElement()
          .asString()
          .startsWith(
              "the border of channel 0 is filled with 0, but the earlier map continued outside is ");
    }

    @Test
    void windowsThatOverlapTheBorderTwice() {
      Net net = new Net(22, "[N, 1, H, W]");
      Value first = net.conv("a", net.x, 1, Net.Placed.kernel(3, 3).same());
      Value second = net.conv("b", first, 1, Net.Placed.kernel(2, 2).pads(1, 1, 0, 0));
      FoldResult result = fold(net.output(second));
      assertThat(operators(result.graph())).isEqualTo("Conv Conv");
      assertThat(reasons(result))
          .containsExactly(
              "padding after a window that overlaps the border: continued outside, the earlier map is not constant there");
    }

    @Test
    void averagePoolingThatLeavesItsPaddingOut() {
      Net net = new Net(23, "[N, 4, H, W]");
      Value pool = net.average("pool", net.x, Net.Placed.kernel(3, 3).same(), false);
      Value dense = net.conv("c3", net.x, 4, Net.Placed.kernel(3, 3).same());
      FoldResult result = fold(net.output(net.add("sum", pool, dense)));
      assertThat(operators(result.graph())).isEqualTo("AveragePool Conv Add");
      assertThat(reasons(result)).singleElement().asString().contains("count_include_pad=0");
    }

    @Test
    void branchesOfDifferentStride() {
      Net net = new Net(24, "[N, 2, 8, 8]");
      Value strided = net.conv("a", net.x, 2, Net.Placed.kernel(1, 1).stride(2));
      Value cropped = net.conv("b", net.x, 2, Net.Placed.kernel(5, 5));
      FoldResult result = RegionFolding.fold(net.output(net.add("sum", strided, cropped)));
      assertThat(operators(result.graph())).isEqualTo("Conv Conv Add");
      assertThat(reasons(result)).singleElement().asString().contains("strides [2, 2] and [1, 1]");
    }

    @Test
    void aNormWithTheStatisticsOfEachInput() {
      for (Op op : List.of(new GroupNormalization(2, 1e-5), new InstanceNormalization(1e-5))) {
        Net net = new Net(13, "[N, 4, H, W]");
        Value y = net.conv("conv", net.x, 4, Net.Placed.kernel(3, 3).same());
        Value scale = net.constant("scale", net.normal(4), 4);
        Value shift = net.constant("shift", net.normal(4), 4);
        FoldResult result = fold(net.output(net.node(op, "norm", y, scale, shift)));
        assertThat(operators(result.graph())).isEqualTo("Conv " + op.name());
        assertThat(reasons(result))
            .contains(
                "it normalizes with the mean and variance of each input, so it has no fixed scale to fold");
      }
    }

    @Test
    void aBranchWithAnActivation() {
      Net net = new Net(25, "[N, 4, H, W]");
      Value active = net.relu("relu", net.conv("c1", net.x, 4, Net.Placed.kernel(1, 1)));
      Value dense = net.conv("c3", net.x, 4, Net.Placed.kernel(3, 3).same());
      FoldResult result = fold(net.output(net.add("sum", active, dense)));
      assertThat(operators(result.graph())).isEqualTo("Conv Relu Conv Add");
      assertThat(result.folds()).isEmpty();
    }

    @Test
    void aProductOfTwoBranches() {
      Net net = new Net(26, "[N, 4, H, W]");
      Value a = net.conv("a", net.x, 4, Net.Placed.kernel(1, 1));
      Value b = net.conv("b", net.x, 4, Net.Placed.kernel(1, 1));
      FoldResult result = fold(net.output(net.node(Binary.MUL, "product", a, b)));
      assertThat(operators(result.graph())).isEqualTo("Conv Conv Mul");
    }

    @Test
    void aSeparablePairByItsCost() {
      Net net = new Net(27, "[N, 16, H, W]");
      Value depthwise = net.conv("dw", net.x, 16, Net.Placed.kernel(3, 3).same().group(16));
      Value point = net.norm("bn", net.conv("pw", depthwise, 32, Net.Placed.kernel(1, 1)));
      FoldResult result = fold(net.output(point));
      assertThat(operators(result.graph())).isEqualTo("Conv Conv");
      assertThat(result.refusals())
          .containsExactly(
              new Refusal(
                  "pw (Conv)",
                  "left: one convolution would cost 4,992 instead of 1,296 multiply-adds per output position, numbers moved included",
                  true));
    }

    @Test
    void anActivationBetweenIsNoQuestionOfCost() {
      Net net = new Net(32, "[N, 16, H, W]");
      Value depthwise = net.conv("dw", net.x, 16, Net.Placed.kernel(3, 3).same().group(16));
      Value active = net.relu("relu", depthwise);
      Value point = net.conv("pw", active, 32, Net.Placed.kernel(1, 1));
      FoldResult result = fold(net.output(point));
      assertThat(result.refusals()).isEmpty();
    }

    @Test
    void ofJoinedBranchesThatStayByTheirCostTheOutermostSumIsNamed() {
      Net net = new Net(33, "[N, 4, 60, 60]");
      Value near = net.conv("d1", net.x, 4, Net.Placed.kernel(3, 3).same());
      Value far = net.conv("d12", net.x, 4, Net.Placed.kernel(3, 3).dilation(12).same());
      Value farther = net.conv("d13", net.x, 4, Net.Placed.kernel(3, 3).dilation(13).same());
      Value y = net.add("outer", net.add("inner", near, far), farther);
      FoldResult result = RegionFolding.fold(net.output(y));
      assertThat(operators(result.graph())).isEqualTo("Conv Conv Conv Add Add");
      assertThat(result.refusals().stream().map(Refusal::node)).containsExactly("outer (Add)");
    }

    @Test
    void farDilatedBranchesByTheirCost() {
      Net net = new Net(28, "[N, 4, 40, 40]");
      Value near = net.conv("d1", net.x, 4, Net.Placed.kernel(3, 3).dilation(1).same());
      Value far = net.conv("d12", net.x, 4, Net.Placed.kernel(3, 3).dilation(12).same());
      FoldResult result = RegionFolding.fold(net.output(net.add("sum", near, far)));
      assertThat(operators(result.graph())).isEqualTo("Conv Conv Add");
      assertThat(reasons(result)).singleElement().asString().startsWith("left: ");
    }

    @Test
    void aConstantPadThatIsNotTheBias() {
      Net net = new Net(29, "[N, 4, H, W]");
      Value padded = net.pad("pad", net.x, Pad.Mode.CONSTANT, 0.5, 1, 1, 1, 1);
      FoldResult result = fold(net.output(net.conv("c3", padded, 4, Net.Placed.kernel(3, 3))));
      assertThat(operators(result.graph())).isEqualTo("Pad Conv");
      assertThat(reasons(result)).singleElement().asString().contains("filled with 0.5");
    }

    @Test
    void sumsThatOnlyBroadcast() {
      Net net = new Net(30, "[N, 4, 1, 1]");
      Value wide =
          net.builder.input("z", net.x.element(), io.repconv.graph.Shape.parse("[N, 4, 8, 8]"));
      FoldResult result = RegionFolding.fold(net.output(net.add("sum", net.x, wide)));
      assertThat(result.folds()).isEmpty();
    }

    @Test
    void aLoneNormStaysANorm() {
      Net net = new Net(31, "[N, 4, H, W]");
      FoldResult result = fold(net.output(net.norm("bn", net.relu("relu", net.x))));
      assertThat(operators(result.graph())).isEqualTo("Relu BatchNormalization");
      assertThat(result.graph().nodes().get(0).op()).isEqualTo(Unary.RELU);
    }
  }
}
