package io.repconv.graph.op;

import static io.repconv.graph.op.Ops.counting;
import static io.repconv.graph.op.Ops.dims;
import static io.repconv.graph.op.Ops.floats;
import static io.repconv.graph.op.Ops.run;
import static io.repconv.graph.op.Ops.shape;
import static io.repconv.graph.op.Ops.tensor;
import static io.repconv.graph.op.Ops.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.repconv.graph.Tensor;
import org.junit.jupiter.api.Test;

class NormalizationTest {
  private static final double EXACT = 1e-14;

  @Test
  void batchNormalizationUsesFixedStatistics() {
    Tensor x = tensor(dims(1, 2, 1), 3, 5);
    Tensor y =
        run(new BatchNormalization(0), x, vector(2, 1), vector(1, 0), vector(1, 4), vector(4, 1));
    assertThat(y.doubles()).containsExactly(3, 1);
    assertThatThrownBy(
            () ->
                shape(
                    new BatchNormalization(0),
                    floats("N,3,H"),
                    floats("4"),
                    floats("4"),
                    floats("4"),
                    floats("4")))
        .hasMessageStartingWith("input with 3 channels, expected 4 channels");
  }

  @Test
  void instanceNormalizationUsesEachChannelsOwn() {
    Tensor x = tensor(dims(1, 2, 2), 1, 3, 10, 30);
    Tensor y = run(new InstanceNormalization(0), x, vector(1, 2), vector(0, 5));
    assertThat(y.doubles()).containsExactly(new double[] {-1, 1, 3, 7}, within(EXACT));
    assertThatThrownBy(
            () -> shape(new InstanceNormalization(0), floats("N,3"), floats("3"), floats("3")))
        .hasMessage("input of shape [N, 3], expected a batch, a channel and spatial axes");
  }

  @Test
  void groupNormalizationUsesThatOfSeveralChannels() {
    Tensor x = tensor(dims(1, 2, 2), 1, 1, 3, 3);
    Tensor y = run(new GroupNormalization(1, 0), x, vector(1, 2), vector(0, 0));
    assertThat(y.doubles()).containsExactly(new double[] {-1, -1, 2, 2}, within(EXACT));
    assertThatThrownBy(
            () -> shape(new GroupNormalization(2, 0), floats("N,3,H"), floats("3"), floats("3")))
        .hasMessage("3 channels in 2 groups, expected groups of equal size");
  }

  @Test
  void layerNormalizationUsesThatOfTheLastAxes() {
    Tensor x = tensor(dims(2, 2), 1, 3, 10, 30);
    Tensor y = run(new LayerNormalization(-1, 0), x, vector(1, 2), vector(0, 5));
    assertThat(y.doubles()).containsExactly(new double[] {-1, 7, -1, 7}, within(EXACT));
    assertThatThrownBy(() -> shape(new LayerNormalization(-1, 0), floats("N,8"), floats("7")))
        .hasMessage("shapes [8] and [7], expected sizes that are equal or 1");
  }

  @Test
  void normsAreDividedOut() {
    assertThat(run(new LpNormalization(0, 2), vector(3, 4)).doubles()).containsExactly(0.6, 0.8);
    assertThat(run(new LpNormalization(0, 1), vector(1, -3)).doubles())
        .containsExactly(0.25, -0.75);
    assertThat(run(new LpNormalization(0, 2), vector(0, 0)).doubles()).containsExactly(0, 0);
  }

  @Test
  void softmaxSumsToOne() {
    assertThat(run(new Softmax(0), vector(1000, 1000)).doubles()).containsExactly(0.5, 0.5);
    assertThat(run(new LogSoftmax(0), vector(1000, 1000)).doubles()[0])
        .isCloseTo(-Math.log(2), within(1e-12));
    assertThat(shape(new Softmax(-1), floats("N,T"))).isEqualTo("[N, T]");
    assertThatThrownBy(() -> shape(new Softmax(2), floats("N,T")))
        .hasMessage("axis 2 of a tensor of rank 2, expected an axis from -2 to 1");
  }

  @Test
  void neighbouringChannelsDampEachOther() {
    Tensor x = counting(1, 3, 1);
    assertThat(run(new LRN(2, 2, 1, 1), x).doubles())
        .containsExactly(0, 1.0 / (1 + 1 + 4), 2.0 / (1 + 4));
  }
}
