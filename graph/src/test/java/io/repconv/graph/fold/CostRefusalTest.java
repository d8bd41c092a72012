package io.repconv.graph.fold;

import static io.repconv.graph.fold.FoldAssert.fold;
import static io.repconv.graph.fold.FoldAssert.operators;
import static io.repconv.graph.fold.FoldAssert.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Value;
import io.repconv.graph.op.Unary;
import org.junit.jupiter.api.Test;

/** What could be one convolution and is left, as it would cost more. */
class CostRefusalTest {
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
  void aLoneNormStaysANorm() {
    Net net = new Net(31, "[N, 4, H, W]");
    FoldResult result = fold(net.output(net.norm("bn", net.relu("relu", net.x))));
    assertThat(operators(result.graph())).isEqualTo("Relu BatchNormalization");
    assertThat(result.graph().nodes().get(0).op()).isEqualTo(Unary.RELU);
  }
}
