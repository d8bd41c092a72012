package io.repconv.graph.op;

import static io.repconv.graph.op.Ops.content;
import static io.repconv.graph.op.Ops.counting;
import static io.repconv.graph.op.Ops.dims;
import static io.repconv.graph.op.Ops.floats;
import static io.repconv.graph.op.Ops.integers;
import static io.repconv.graph.op.Ops.ints;
import static io.repconv.graph.op.Ops.run;
import static io.repconv.graph.op.Ops.shape;
import static io.repconv.graph.op.Ops.shapes;
import static io.repconv.graph.op.Ops.size;
import static io.repconv.graph.op.Ops.sizes;
import static io.repconv.graph.op.Ops.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private static final Reshape RESHAPE = new Reshape(false);

  @Test
  void shapesAndSizesAreExpressions() {
    assertThat(content(ShapeOf.ALL, floats("N,3,H,W"))).isEqualTo("[N, 3, H, W]");
    assertThat(content(new ShapeOf(-2, null), floats("N,3,H,W"))).isEqualTo("[H, W]");
    assertThat(content(new ShapeOf(1, -1), floats("N,3,H,W"))).isEqualTo("[3, H]");
    assertThat(content(new ShapeOf(5, 2), floats("N,3"))).isEqualTo("[]");
    assertThat(content(new SizeOf(), floats("N,3,H"))).isEqualTo("[3*H*N]");
    assertThat(run(new ShapeOf(1, 3), counting(2, 3, 4)).longs()).containsExactly(3, 4);
    assertThat(run(new SizeOf(), counting(2, 3)).longs()).containsExactly(6);
  }

  @Test
  void aReshapeInfersWhatIsLeft() {
    assertThat(shape(RESHAPE, floats("N,4,H,W"), ints(0, -1))).isEqualTo("[N, 4*H*W]");
    assertThat(shape(RESHAPE, floats("N,4,H,W"), sizes("N", "2", "2", "H", "-1")))
        .isEqualTo("[N, 2, 2, H, W]");
    assertThat(shape(RESHAPE, floats("N,4,H + 1,W"), sizes("4*N", "-1", "W")))
        .isEqualTo("[4*N, H + 1, W]");
    assertThat(shape(RESHAPE, floats("6,4"), ints(-1, 8))).isEqualTo("[3, 8]");
    assertThat(shape(RESHAPE, floats("N,H"), ints(3, -1))).startsWith("[3, _Reshape");
    assertThat(shape(RESHAPE, floats("N,H"), Ops.of(ElementType.INT64, "2")))
        .startsWith("[_Reshape");
    assertThat(shape(new Reshape(true), floats("0,4"), ints(4, 0))).isEqualTo("[4, 0]");
    assertThat(content(RESHAPE, size("H"), ints(1))).isEqualTo("[H]");
    assertThat(run(RESHAPE, counting(2, 6), Tensor.ofInts(0, 3, -1)).dims())
        .containsExactly(2, 3, 2);
  }

  @Test
  void aReshapeThatCannotBeIsRefused() {
    assertThatThrownBy(() -> shape(RESHAPE, floats("6,4"), ints(-1, 5)))
        .hasMessage("[6, 4] as [-1, 5], expected a size that divides 24 elements");
    assertThatThrownBy(() -> shape(RESHAPE, floats("6,4"), ints(5, 5)))
        .hasMessage("[6, 4] as [5, 5], expected a shape of 24 elements");
    assertThatThrownBy(() -> shape(RESHAPE, floats("6,4"), ints(-1, -1)))
        .hasMessage("the shape [-1, -1], expected -1 at most once");
    assertThatThrownBy(() -> shape(RESHAPE, floats("6"), ints(6, 0)))
        .hasMessage("a shape that copies axis 1 of [6], expected an axis it has");
    assertThatThrownBy(() -> shape(RESHAPE, floats("6"), ints(-2)))
        .hasMessage("the shape [-2], expected sizes, or -1");
  }

  @Test
  void flatteningMultipliesSizes() {
    assertThat(shape(new Flatten(1), floats("N,4,H"))).isEqualTo("[N, 4*H]");
    assertThat(shape(new Flatten(0), floats("N,4"))).isEqualTo("[1, 4*N]");
    assertThat(shape(new Flatten(2), floats("N,4"))).isEqualTo("[4*N, 1]");
    assertThat(run(new Flatten(-1), counting(2, 3, 4)).dims()).containsExactly(6, 4);
  }

  @Test
  void axesOfSizeOneComeAndGo() {
    assertThat(shape(new Squeeze(), floats("N,1,H,1"), ints(1, -1))).isEqualTo("[N, H]");
    assertThat(shape(new Squeeze(), floats("2,1,3"))).isEqualTo("[2, 3]");
    assertThat(shape(new Squeeze(), floats("N,1,3"))).isEqualTo("?");
    assertThat(content(new Squeeze(), sizes("H"), ints(0))).isEqualTo("[H]");
    assertThatThrownBy(() -> shape(new Squeeze(), floats("N,2"), ints(1)))
        .hasMessage("axis 1 of [N, 2], expected size 1");
    assertThatThrownBy(() -> shape(new Squeeze(), floats("N,2"), ints(2)))
        .hasMessage("axis 2 of a tensor of rank 2, expected an axis from -2 to 1");
    assertThat(shape(new Unsqueeze(), floats("N,H"), ints(-1, 0))).isEqualTo("[1, N, H, 1]");
    assertThatThrownBy(() -> shape(new Unsqueeze(), floats("N,H"), ints(0, -4)))
        .hasMessage("axes [0, -4], expected each axis once");
  }

  @Test
  void aTransposeReordersAxes() {
    assertThat(shape(new Transpose(List.of(0, 2, 3, 1)), floats("N,3,H,W")))
        .isEqualTo("[N, H, W, 3]");
    assertThat(run(new Transpose(List.of()), counting(2, 3)).doubles())
        .containsExactly(0, 3, 1, 4, 2, 5);
    assertThatThrownBy(() -> shape(new Transpose(List.of(0, 0)), floats("N,H")))
        .hasMessage("perm [0, 0], expected a permutation of the 2 axes");
  }

  @Test
  void concatenatingAddsSizes() {
    Concat concat = new Concat(1);
    assertThat(shape(concat, floats("N,3,H"), floats("N,C,H"))).isEqualTo("[N, C + 3, H]");
    assertThat(content(new Concat(0), sizes("N"), ints(-1), sizes("H", "W")))
        .isEqualTo("[N, -1, H, W]");
    assertThat(run(concat, counting(2, 1), counting(2, 2)).doubles())
        .containsExactly(0, 0, 1, 1, 2, 3);
    assertThatThrownBy(() -> shape(concat, floats("N,3,4"), floats("N,3,5")))
        .hasMessage(
            "inputs of shapes [N, 3, 4] and [N, 3, 5], expected equal sizes on all axes but 1");
    assertThatThrownBy(() -> shape(concat, floats("N,3,4"), floats("N,3")))
        .hasMessage("input of shape [N, 3], expected rank 3");
  }

  @Test
  void splittingTakesSizesApart() {
    assertThat(shapes(new Split(1, 2), floats("N,6"))).containsExactly("[N, 3]", "[N, 3]");
    assertThat(shapes(new Split(1, 3), floats("N,7")))
        .containsExactly("[N, 3]", "[N, 3]", "[N, 1]");
    assertThat(shapes(new Split(0, 2), floats("2*N"))).containsExactly("[N]", "[N]");
    assertThat(shapes(new Split(-1, 0), floats("N,H"), sizes("1", "H - 1")))
        .containsExactly("[N, 1]", "[N, H - 1]");
    assertThat(content(new Split(0, 0), sizes("N", "H", "W"), ints(1, 2))).isEqualTo("[N]");
    List<Tensor> parts = new Split(1, 2).evaluate(List.of(counting(2, 3)));
    assertThat(parts.get(0).doubles()).containsExactly(0, 1, 3, 4);
    assertThat(parts.get(1).doubles()).containsExactly(2, 5);
    assertThatThrownBy(() -> shapes(new Split(1, 0), floats("N,6"), ints(2, 3)))
        .hasMessage("parts of sizes [2, 3], expected a sum of 6, the axis's size");
    assertThatThrownBy(() -> shapes(new Split(1, 0), floats("N,6")))
        .hasMessage("neither sizes nor a number of parts, expected one of both");
  }

  @Test
  void expandingAndTilingRepeat() {
    assertThat(shape(new Expand(), floats("3,1"), sizes("N", "1", "W"))).isEqualTo("[N, 3, W]");
    assertThat(content(new Expand(), sizes("H"), ints(2))).isEqualTo("[H, H]");
    assertThatThrownBy(() -> shape(new Expand(), floats("3"), ints(4)))
        .hasMessage("shapes [3] and [4], expected sizes that are equal or 1");
    assertThat(run(new Expand(), counting(2, 1), Tensor.ofInts(2, 1, 2)).doubles())
        .containsExactly(0, 0, 1, 1, 0, 0, 1, 1);
    assertThat(shape(new Tile(), floats("N,3"), ints(1, 2))).isEqualTo("[N, 6]");
    assertThat(run(new Tile(), counting(1, 2), Tensor.ofInts(2, 2)).doubles())
        .containsExactly(0, 1, 0, 1, 0, 1, 0, 1);
    assertThatThrownBy(() -> shape(new Tile(), floats("N,3"), ints(2)))
        .hasMessage("1 repeats, expected 2, one an axis");
  }

  @Test
  void channelsAndSpaceAreExchanged() {
    assertThat(shape(new DepthToSpace(2, true), floats("N,8,H,W"))).isEqualTo("[N, 2, 2*H, 2*W]");
    assertThat(shape(new SpaceToDepth(2), floats("N,3,2*H,8"))).isEqualTo("[N, 12, H, 4]");
    Tensor four = counting(1, 4, 1, 1);
    assertThat(run(new DepthToSpace(2, true), four).doubles()).containsExactly(0, 1, 2, 3);
    Tensor eight = counting(1, 8, 1, 1);
    assertThat(run(new DepthToSpace(2, false), eight).doubles())
        .containsExactly(0, 2, 4, 6, 1, 3, 5, 7);
    assertThat(run(new DepthToSpace(2, true), eight).doubles())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(run(new SpaceToDepth(2), counting(1, 1, 2, 4)).doubles())
        .containsExactly(0, 2, 1, 3, 4, 6, 5, 7);
    assertThatThrownBy(() -> shape(new DepthToSpace(2, true), floats("N,6,H,W")))
        .hasMessage("6 channels in blocks of size 2, expected a multiple of its square");
    assertThatThrownBy(() -> shape(new SpaceToDepth(2), floats("N,6,3,W")))
        .hasMessage("a size of 3 in blocks of 2, expected a multiple");
  }

  @Test
  void constantsAndRangesAreMade() {
    Tensor seven = Tensor.of(ElementType.INT64, dims(1), new long[] {7});
    ConstantOfShape fill = new ConstantOfShape(seven);
    assertThat(shape(fill, sizes("N", "4"))).isEqualTo("[N, 4]");
    assertThat(content(fill, ints(3))).isEqualTo("[7, 7, 7]");
    assertThat(run(fill, Tensor.ofInts(2, 1)).longs()).containsExactly(7, 7);
    assertThat(fill)
        .isEqualTo(new ConstantOfShape(Tensor.of(ElementType.INT64, dims(1), new long[] {7})));
    Range range = new Range();
    assertThat(shape(range, size("0"), size("H"), size("1"))).isEqualTo("[H]");
    assertThat(shape(range, size("0"), size("H"), size("2"))).isEqualTo("[floor((H + 1)/2)]");
    assertThat(content(range, size("H"), size("H + 3"), size("1"))).isEqualTo("[H, H + 1, H + 2]");
    assertThat(content(range, size("5"), size("0"), size("-2"))).isEqualTo("[5, 3, 1]");
    assertThat(shape(range, size("0"), size("H - 5"), size("1"))).startsWith("[_Range");
    assertThat(run(range, integers(dims(), 5), integers(dims(), 0), integers(dims(), -2)).longs())
        .containsExactly(5, 3, 1);
    Tensor huge = integers(dims(), Long.MAX_VALUE);
    assertThatThrownBy(() -> run(range, integers(dims(), 0), huge, integers(dims(), 1)))
        .hasMessage("a range of 9.223372036854776E18 numbers, expected at most 268435456");
  }

  @Test
  void dropoutThatTrainsIsRefused() {
    Value training = Ops.constant(Ops.booleans(1));
    assertThatThrownBy(() -> shape(new Dropout(), floats("N"), Value.ABSENT, training))
        .hasMessage("training_mode is true, expected false");
    Value tenth = Ops.constant(Ops.tensor(dims(), 0.1));
    assertThatThrownBy(() -> shape(new Dropout(), floats("N"), tenth, training))
        .hasMessage("training_mode is true, expected false");
    assertThat(run(new Dropout(), vector(1, 2)).doubles()).containsExactly(1, 2);
  }

  @Test
  void dropoutThatTrainsAndTakesNothingIsTheInput() {
    Value training = Ops.constant(Ops.booleans(1));
    Value none = Ops.constant(Ops.tensor(dims(), 0));
    assertThat(shape(new Dropout(), floats("N"), none, training)).isEqualTo("[N]");
  }
}
