package io.repconv.graph.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Concat;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.Slice;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovedElementsTest {
  private static Optional<MovedElements.Frame> frame(Net net, Value result)
      throws NotOneConvolution {
    Graph graph = net.output(result);
    return new MovedElements(net.x, graph.nodes(), result).frame();
  }

  private static Value slice(Net net, String name, Value input, int axis, long... range) {
    return net.node(
        new Slice(),
        name,
        input,
        net.builder.constant(name + ".starts", Tensor.ofInts(range[0])),
        net.builder.constant(name + ".ends", Tensor.ofInts(range[1])),
        net.builder.constant(name + ".axes", Tensor.ofInts(axis)),
        net.builder.constant(name + ".steps", Tensor.ofInts(range[2])));
  }

  /** The input with a border of 0.5, of the given widths before and behind each spatial axis. */
  private static Value padded(Net net, int[] amounts, int axes) {
    long[] pads = new long[2 * (axes + 2)];
    for (int axis = 0; axis < axes; axis++) {
      pads[2 + axis] = amounts[axis];
      pads[axes + 4 + axis] = amounts[axes + axis];
    }
    return net.node(
        new Pad(Pad.Mode.CONSTANT),
        "pad",
        net.x,
        net.builder.constant("pads", Tensor.ofInts(pads)),
        net.builder.constant("value", Tensor.scalar(ElementType.FLOAT, 0.5)));
  }

  @ParameterizedTest
  @CsvSource({
    "'[2, 3, 6, 5]', '1,2,3,4'",
    "'[2, 3, 6, 5]', '0,2,0,4'",
    "'[N, 3, H, W]', '1,0,3,0'",
    "'[1, 1, 7]', '2,1'",
    "'[1, 2, 5, 6, 7]', '1,0,2,3,1,0'"
  })
  void theWidthOfEachSideIsSeen(String shape, String pads) throws NotOneConvolution {
    Net net = new Net(1, shape);
    int[] amounts = Arrays.stream(pads.split(",")).mapToInt(Integer::parseInt).toArray();

    int axes = amounts.length / 2;

    MovedElements.Frame frame = frame(net, padded(net, amounts, axes)).orElseThrow();

    for (int axis = 0; axis < axes; axis++) {
      assertThat(frame.amounts()[0][axis]).isEqualTo(amounts[axis]);
      assertThat(frame.amounts()[1][axis]).isEqualTo(amounts[axes + axis]);
    }
    assertThat(frame.fill()).containsOnly(0.5);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2", "3"})
  void aReversedAxisIsNoFrame(int axis) throws NotOneConvolution {
    Net net = new Net(2, "[2, 3, 6, 5]");
    Value v = slice(net, "reversed", net.x, axis, -1, Long.MIN_VALUE + 1, -1);

    assertThat(frame(net, net.pad("pad", v, Pad.Mode.CONSTANT, 0, 1, 1, 1, 1))).isEmpty();
  }

  @Test
  void aRowTwiceIsNoFrame() throws NotOneConvolution {
    Net net = new Net(3, "[1, 2, 6, 5]");
    Value above = slice(net, "above", net.x, 2, 0, 5, 1);
    Value again = slice(net, "again", net.x, 2, 4, 5, 1);
    Value v = net.node(new Concat(2), "joined", above, again);

    assertThat(frame(net, net.pad("pad", v, Pad.Mode.CONSTANT, 0, 1, 1, 1, 1))).isEmpty();
  }

  @Test
  void aSideOfAnotherNumberIsRefused() {
    Net net = new Net(4, "[1, 2, 6, 5]");
    Value left = net.pad("left", net.x, Pad.Mode.CONSTANT, 2, 0, 1, 0, 0);
    Value both = net.pad("both", left, Pad.Mode.CONSTANT, 3, 0, 0, 0, 1);

    assertThatThrownBy(() -> frame(net, both))
        .isInstanceOf(NotOneConvolution.class)
        .hasMessage("the border of channel 0 holds different numbers (2.0 and 3.0)");
  }
}
