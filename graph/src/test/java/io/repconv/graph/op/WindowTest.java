package io.repconv.graph.op;

import static io.repconv.graph.op.Ops.counting;
import static io.repconv.graph.op.Ops.dims;
import static io.repconv.graph.op.Ops.floats;
import static io.repconv.graph.op.Ops.ints;
import static io.repconv.graph.op.Ops.run;
import static io.repconv.graph.op.Ops.shape;
import static io.repconv.graph.op.Ops.sizes;
import static io.repconv.graph.op.Ops.tensor;
import static io.repconv.graph.op.Ops.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.Dim;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  private static Window line(int stride, int begin, int end) {
    return Window.of(List.of(stride), List.of(1), List.of(begin, end));
  }

  private static AveragePool average(Window window, int kernel, boolean ceil, boolean include) {
    return new AveragePool(window, List.of(kernel), ceil, include);
  }

  @Test
  void aConvolutionIsACrossCorrelation() {
    Tensor x = tensor(dims(1, 1, 4), 1, 2, 3, 4);
    Tensor w = tensor(dims(1, 1, 2), 10, 1);
    assertThat(run(new Conv(line(1, 1, 0), 1), x, w, vector(100)).doubles())
        .containsExactly(101, 112, 123, 134);
    assertThat(shape(new Conv(line(2, 1, 0), 1), floats("N,1,H"), Ops.constant(w)))
        .isEqualTo("[N, 1, floor((H + 1)/2)]");
    assertThatThrownBy(() -> shape(new Conv(Window.UNIT, 1), floats("N,3,H"), Ops.constant(w)))
        .hasMessage("input with 3 channels, expected 1 channels, as the weight [1, 1, 2] has them");
  }

  @Test
  void aTransposedConvolutionSpreadsTheKernel() {
    Tensor x = tensor(dims(1, 1, 2), 1, 2);
    Tensor w = tensor(dims(1, 1, 3), 1, 10, 100);
    ConvTranspose twice = new ConvTranspose(line(2, 0, 0), 1, List.of(), List.of());
    assertThat(run(twice, x, w).doubles()).containsExactly(1, 10, 102, 20, 200);
    ConvTranspose cut = new ConvTranspose(line(2, 1, 1), 1, List.of(1), List.of());
    assertThat(run(cut, x, w, vector(5)).doubles()).containsExactly(15, 107, 25, 205);
    assertThat(shape(cut, floats("N,1,H"), Ops.constant(w))).isEqualTo("[N, 1, 2*H]");
    assertThatThrownBy(() -> shape(cut, floats("N,2,H"), Ops.constant(w)))
        .hasMessage(
            "input with 2 channels in 1 groups, expected 1 channels, as the weight [1, 1, 3] has"
                + " them");
  }

  @Test
  void averagesCountPaddingOrNot() {
    Tensor x = tensor(dims(1, 1, 3), 3, 6, 9);
    assertThat(run(average(line(2, 1, 1), 2, false, true), x).doubles()).containsExactly(1.5, 7.5);
    assertThat(run(average(line(2, 1, 1), 2, false, false), x).doubles()).containsExactly(3, 7.5);
    assertThat(run(average(line(2, 0, 0), 2, true, true), x).doubles()).containsExactly(4.5, 9);
    assertThatThrownBy(() -> shape(average(line(1, 2, 0), 2, false, false), floats("N,1,H")))
        .hasMessage("pads [2] and [0] of a kernel [2], expected pads smaller than the kernel");
  }

  @Test
  void roundingUpAddsAWindowOnlyWhereOneIsCutOff() {
    Shape even = Shape.parse("[N, 1, 2*H]");
    Shape any = Shape.parse("[N, 1, H]");
    assertThat(average(line(2, 0, 0), 2, true, true).addsWindow(even)).isFalse();
    assertThat(average(line(2, 0, 0), 2, true, true).addsWindow(any)).isTrue();
    assertThat(average(line(2, 0, 0), 2, false, true).addsWindow(any)).isFalse();
    assertThat(average(line(1, 1, 1), 3, true, true).addsWindow(any)).isFalse();
    assertThat(average(line(2, 1, 1), 3, true, true).addsWindow(Shape.parse("[1, 1, 7]")))
        .isFalse();
    assertThat(average(line(2, 1, 1), 3, true, true).addsWindow(Shape.parse("[1, 1, 8]"))).isTrue();
    assertThat(average(line(2, 1, 1), 3, true, true).addsWindow(Shape.UNRANKED)).isTrue();
  }

  @Test
  void roundingUpIsRoundingDownWithRoomForTheLastWindow() {
    for (int kernel = 1; kernel <= 4; kernel++) {
      for (int stride = 1; stride <= 5; stride++) {
        for (int pads = 0; pads < kernel * kernel; pads++) {
          Window window = line(stride, pads / kernel, pads % kernel);
          for (int size = kernel; size <= 9; size++) {
            long windows = 0;
            for (int start = -window.padsBegin().get(0);
                start < size && start - stride + kernel < size + window.padsEnd().get(0);
                start += stride) {
              windows++;
            }
            Value x = floats("1,1," + size);
            String counted = "[1, 1, " + windows + "]";
            assertThat(shape(average(window, kernel, true, true), x)).isEqualTo(counted);
            Window covering = window.covering(List.of(kernel));
            assertThat(shape(average(covering, kernel, false, true), x)).isEqualTo(counted);
          }
        }
      }
    }
  }

  @Test
  void roundingUpCountsAWindowLargerThanTheInput() {
    Tensor x = tensor(dims(1, 1, 2), 3, 5);
    assertThat(run(average(line(2, 0, 0), 3, true, true), x).doubles()).containsExactly(4);
    assertThatThrownBy(() -> shape(average(line(2, 0, 0), 3, false, true), floats("1,1,2")))
        .hasMessage("a kernel of 3 over a padded size of 2, expected a kernel that fits");
  }

  @Test
  void paddingIsNeverTheLargest() {
    Tensor x = tensor(dims(1, 1, 3), -3, -6, -9);
    assertThat(run(new MaxPool(line(1, 1, 1), List.of(3), false), x).doubles())
        .containsExactly(-3, -3, -6);
    assertThat(shape(new GlobalMaxPool(), floats("N,3,H,W"))).isEqualTo("[N, 3, 1, 1]");
    assertThat(run(new GlobalMaxPool(), x).doubles()).containsExactly(-3);
    assertThat(run(new GlobalAveragePool(), x).doubles()).containsExactly(-6);
  }

  /** Counts windows one by one: those that begin before the padding behind the input. */
  private static long windows(long size, int kernel, int stride, int begin, int end) {
    long count = 1;
    while ((count - 1) * stride + kernel < begin + size + end) {
      if (count * stride >= begin + size) {
        return count;
      }
      count++;
    }
    return count;
  }

  @ParameterizedTest
  @CsvSource({
    "3,2,1,1", "2,2,0,0", "2,2,0,1", "3,3,0,2", "5,2,2,2", "2,3,1,1", "3,1,1,1", "4,3,3,3"
  })
  void roundingUpCountsWindowsThatBeginInTheInput(int kernel, int stride, int begin, int end) {
    MaxPool pool = new MaxPool(line(stride, begin, end), List.of(kernel), true);
    Dim symbolic = pool.infer(List.of(floats("N,1,H"))).get(0).shape().dim(2);
    for (long size = kernel; size < kernel + 12; size++) {
      long expected = windows(size, kernel, stride, begin, end);
      assertThat(symbolic.evaluate(Map.of("H", size))).as("size " + size).isEqualTo(expected);
      assertThat(pool.infer(List.of(floats("N,1," + size))).get(0).shape())
          .isEqualTo(Shape.parse("N,1," + expected));
    }
  }

  @Test
  void interpolationFindsItsPositions() {
    Tensor x = tensor(dims(2), 0, 8);
    Tensor size = Tensor.ofInts(4);
    assertThat(resized(Resize.Mode.LINEAR, Resize.Transform.HALF_PIXEL, x, size))
        .containsExactly(0, 2, 6, 8);
    assertThat(resized(Resize.Mode.LINEAR, Resize.Transform.ASYMMETRIC, x, size))
        .containsExactly(0, 4, 8, 8);
    assertThat(resized(Resize.Mode.LINEAR, Resize.Transform.ALIGN_CORNERS, x, Tensor.ofInts(3)))
        .containsExactly(0, 4, 8);
    assertThat(
            resized(Resize.Mode.LINEAR, Resize.Transform.PYTORCH_HALF_PIXEL, x, Tensor.ofInts(1)))
        .containsExactly(0);
    assertThat(resized(Resize.Mode.NEAREST, Resize.Transform.ASYMMETRIC, x, size))
        .containsExactly(0, 0, 8, 8);
  }

  private static double[] resized(
      Resize.Mode mode, Resize.Transform transform, Tensor x, Tensor size) {
    Resize resize = new Resize(mode, transform, Resize.Nearest.FLOOR);
    return run(resize, x, Tensor.absent(), Tensor.absent(), size).doubles();
  }

  @Test
  void resizedSizesAreExpressions() {
    Resize resize =
        new Resize(Resize.Mode.LINEAR, Resize.Transform.HALF_PIXEL, Resize.Nearest.FLOOR);
    Value none = Value.ABSENT;
    Value x = floats("N,3,H,W");
    Value scales = Ops.constant(vector(1, 1, 2, 1.5));
    assertThat(shape(resize, x, none, scales)).isEqualTo("[N, 3, 2*H, W + floor((W)/2)]");
    assertThat(shape(resize, x, none, none, sizes("N", "3", "2*H", "W + 1")))
        .isEqualTo("[N, 3, 2*H, W + 1]");
    assertThat(shape(resize, floats("1,1,5"), none, Ops.constant(vector(1, 1, 0.7))))
        .isEqualTo("[1, 1, 3]");
    assertThatThrownBy(() -> shape(resize, x, none, none))
        .hasMessage("no scales, expected one of both");
    assertThatThrownBy(() -> shape(resize, x, none, none, ints(1, 2)))
        .hasMessage("2 numbers for 4 axes, expected one an axis");
    assertThatThrownBy(() -> shape(resize, x, none, Ops.constant(vector(1, 1, 0, 1))))
        .hasMessage("a scale of 0.0, expected a positive number");
  }

  @Test
  void gridsAreSampledBetweenElements() {
    Tensor x = counting(1, 1, 2, 2);
    Tensor centre = tensor(dims(1, 1, 2, 2), 0, 0, 1, 1);
    GridSample edges = new GridSample(GridSample.Mode.LINEAR, GridSample.Padding.ZEROS, false);
    assertThat(run(edges, x, centre).doubles()).containsExactly(1.5, 0.75);
    GridSample corners = new GridSample(GridSample.Mode.LINEAR, GridSample.Padding.BORDER, true);
    assertThat(run(corners, x, centre).doubles()).containsExactly(1.5, 3);
    assertThat(shape(edges, floats("N,3,H,W"), floats("N,7,8,2"))).isEqualTo("[N, 3, 7, 8]");
  }
}
