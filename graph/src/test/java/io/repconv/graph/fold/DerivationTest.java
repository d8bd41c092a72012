package io.repconv.graph.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Pad;
import org.junit.jupiter.api.Test;

/** What a derivation says of each step, above all of borders. */
class DerivationTest {
  private static Step step(Graph graph, Rewrite rewrite) {
    return RegionFolding.fold(graph).folds().get(0).derivation().stream()
        .filter(step -> step.rewrite() == rewrite)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aWindowThatStaysInsideNeverReadsOutside() {
    Net net = new Net(1, "[N, 4, H, W]");
    Value point = net.conv("c1", net.x, 4, Net.Placed.kernel(1, 1).biased());
    Value dense = net.conv("c3", point, 4, Net.Placed.kernel(3, 3));

    assertThat(step(net.output(dense), Rewrite.SEQUENCE_AS_KERNEL).detail())
        .isEqualTo("kernel 3x3, it never reads outside its input");
  }

  @Test
  void aPadOfTheInputHasTheInputsOwnBorder() {
    Net net = new Net(2, "[N, 4, H, W]");
    Value padded = net.pad("pad", net.x, Pad.Mode.CONSTANT, 0, 1, 1, 1, 1);

    assertThat(
            step(net.output(net.conv("c3", padded, 4, Net.Placed.kernel(3, 3))), Rewrite.PADDING)
                .detail())
        .isEqualTo("its border is the input's own");
  }

  @Test
  void aPaddedWindowBehindALayerIsComparedWithItsBias() {
    Net net = new Net(3, "[N, 4, H, W]");
    Value point = net.conv("c1", net.x, 4, Net.Placed.kernel(1, 1));
    Value dense = net.conv("c3", point, 4, Net.Placed.kernel(3, 3).same());

    assertThat(step(net.output(dense), Rewrite.SEQUENCE_AS_KERNEL).detail())
        .isEqualTo("kernel 3x3, its border is the bias of what comes before, exactly");
  }

  @Test
  void aStoredFillIsStatedWithItsRounding() {
    Net net = new Net(4, "[N, 4, H, W]");
    double[] bias = {0.1, 0.1, 0.1, 0.1};
    Value point = net.conv("c1", net.x, 4, Net.Placed.kernel(1, 1));
    Value shifted = net.node(Binary.ADD, "shift", point, net.constant("by", bias, 4, 1, 1));
    Value padded = net.pad("pad", shifted, Pad.Mode.CONSTANT, 0.1f + 1e-8f, 1, 1, 1, 1);

    assertThat(
            step(net.output(net.conv("c3", padded, 4, Net.Placed.kernel(3, 3))), Rewrite.PADDING)
                .detail())
        .matches("its border is the bias of what comes before, within \\d\\.\\de-\\d\\d");
  }

  @Test
  void aReflectionBehindAPointwiseLayerIsNoBias() {
    Net net = new Net(5, "[N, 4, H, W]");
    Value point = net.conv("c1", net.x, 4, Net.Placed.kernel(1, 1).biased());
    Value padded = net.pad("pad", point, Pad.Mode.REFLECT, 0, 1, 1, 1, 1);

    assertThat(
            step(
                    net.output(net.conv("c3", padded, 4, Net.Placed.kernel(3, 3))),
                    Rewrite.SHARED_PADDING)
                .detail())
        .isEqualTo("its border repeats the input's, which a pointwise map before it commutes with");
  }

  @Test
  void groupsAreNamedAtTheNodeThatEndsTheRegion() {
    Net net = new Net(6, "[N, 4, H, W]");
    Value deep = net.conv("dw", net.x, 4, Net.Placed.kernel(3, 3).same().group(4));

    assertThat(step(net.output(net.norm("bn", deep)), Rewrite.GROUPED_KERNEL).node())
        .isEqualTo("bn (BatchNormalization)");
  }
}
