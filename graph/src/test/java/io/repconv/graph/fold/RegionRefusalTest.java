package io.repconv.graph.fold;

import static io.repconv.graph.fold.FoldAssert.fold;
import static io.repconv.graph.fold.FoldAssert.operators;
import static io.repconv.graph.fold.FoldAssert.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Op;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.GroupNormalization;
import io.repconv.graph.op.InstanceNormalization;
import io.repconv.graph.op.Pad;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is not one convolution, and that it keeps the function. */
class RegionRefusalTest {
  @Test
  void aBorderThatIsWrongInOneChannelThatIsRead() {
    Net net = new Net(24, "[N, 2, H, W]");
    FoldResult result = fold(net.output(net.biasedThenPadded(true)));
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
}
