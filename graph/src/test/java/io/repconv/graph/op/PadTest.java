package io.repconv.graph.op;

import static io.repconv.graph.op.Ops.floats;
import static io.repconv.graph.op.Ops.ints;
import static io.repconv.graph.op.Ops.run;
import static io.repconv.graph.op.Ops.shape;
import static io.repconv.graph.op.Ops.sizes;
import static io.repconv.graph.op.Ops.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import org.junit.jupiter.api.Test;

class PadTest {
  private static final Pad CONSTANT = new Pad(Pad.Mode.CONSTANT);

  private static double[] padded(Pad.Mode mode, int before, int behind) {
    return run(new Pad(mode), vector(1, 2, 3), Tensor.ofInts(before, behind)).doubles();
  }

  @Test
  void everyModeAddsItsElements() {
    assertThat(padded(Pad.Mode.CONSTANT, 1, 2)).containsExactly(0, 1, 2, 3, 0, 0);
    assertThat(padded(Pad.Mode.REFLECT, 2, 2)).containsExactly(3, 2, 1, 2, 3, 2, 1);
    assertThat(padded(Pad.Mode.EDGE, 2, 1)).containsExactly(1, 1, 1, 2, 3, 3);
    assertThat(padded(Pad.Mode.WRAP, 2, 1)).containsExactly(2, 3, 1, 2, 3, 1);
  }

  @Test
  void negativePadsTakeElementsAway() {
    assertThat(padded(Pad.Mode.CONSTANT, -1, 1)).containsExactly(2, 3, 0);
    assertThat(padded(Pad.Mode.REFLECT, 1, -1)).containsExactly(2, 1, 2);
  }

  @Test
  void theConstantAndTheAxesMayBeGiven() {
    Tensor x = Ops.counting(1, 2);
    Tensor nine = Tensor.scalar(ElementType.FLOAT, 9);
    assertThat(run(CONSTANT, x, Tensor.ofInts(0, 1), nine, Tensor.ofInts(-1)).doubles())
        .containsExactly(0, 1, 9);
  }

  @Test
  void sizesGrowByThePads() {
    assertThat(shape(CONSTANT, floats("N,H"), ints(0, 1, 0, 2))).isEqualTo("[N, H + 3]");
    assertThat(shape(CONSTANT, floats("N,H"), sizes("0", "W"), Value.ABSENT, ints(1)))
        .isEqualTo("[N, H + W]");
    assertThat(shape(CONSTANT, floats("N,H"), Ops.of(ElementType.INT64, "4"))).startsWith("[_Pad");
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> shape(CONSTANT, floats("N,H"), ints(1, 1)))
        .hasMessage("2 pads for 2 axes, expected two an axis");
    assertThatThrownBy(() -> shape(CONSTANT, floats("3"), ints(-2, -2)))
        .hasMessage("pads [-2, -2] of [3], expected sizes that are not negative");
    assertThatThrownBy(() -> run(new Pad(Pad.Mode.EDGE), vector(), Tensor.ofInts(1, 0)))
        .hasMessage("padding of an empty axis by EDGE, expected an element to repeat");
    assertThatThrownBy(() -> Vocabulary.operator("Pad", Attributes.NONE.with("mode", "mirror")))
        .hasMessage("attribute 'mode' is 'mirror', expected one of constant, reflect, edge, wrap");
  }
}
