package io.repconv.converter.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.repconv.converter.Fixtures;
import io.repconv.converter.Model;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeightSpreadTest {
  private static WeightSpread of(long channels, double... weights) {
    long[] dims = {channels, weights.length / channels, 1, 1};
    return WeightSpread.of(Tensor.of(ElementType.FLOAT, dims, weights));
  }

  @Test
  void rangesAreTheLargestMagnitudesOfTheChannels() {
    WeightSpread spread = of(4, 1, -2, 0, 0, 0.5, 0.25, -16, 3);

    assertThat(spread.channels()).isEqualTo(4);
    assertThat(spread.smallest()).isEqualTo(0.5);
    assertThat(spread.median()).isEqualTo(2);
    assertThat(spread.largest()).isEqualTo(16);
    assertThat(spread.ratio()).isEqualTo(8);
  }

  @Test
  void oneStepForTheTensorLosesWhatIsSmallerThanHalfOfIt() {
    // the step is 1: 0.4 becomes 0, and the noise is the signal
    WeightSpread spread = of(3, 127, 0, 0.4, 0, -0.4, 0);

    assertThat(spread.perTensor()).isCloseTo(0, within(1e-9));
    assertThat(spread.perChannel()).isInfinite();
  }

  @Test
  void weightsThatAreAllZeroHaveNoSpread() {
    assertThat(of(2, 0, 0).ratio()).isEqualTo(1);
  }

  @Test
  void aLayerIsRiskyFromARatioOfEightOn() {
    LayerSpread risky = new LayerSpread("", "", Optional.empty(), of(3, 8, 1, 1));
    LayerSpread sound = new LayerSpread("", "", Optional.empty(), of(3, 7.9, 1, 1));

    assertThat(risky.isRisky()).isTrue();
    assertThat(sound.isRisky()).isFalse();
  }

  @Test
  void everyConvolutionIsLookedAtAndFoldsBesideTheLargestOfTheirBlock() {
    Model model = Model.read(Fixtures.model("acb.onnx11-bn.onnx"));
    List<LayerSpread> layers = QuantizationReadiness.of(model.fold());

    assertThat(layers).hasSize(4);
    for (int block = 0; block < 4; block++) {
      LayerSpread layer = layers.get(block);
      // Beside a 1x3 and a 3x1, the 3x3 is the largest.
      Tensor square = constant(model.graph(), block + ".square.0.weight");
      assertThat(layer.before()).contains(WeightSpread.of(square));
      assertThat(layer.after()).isNotEqualTo(WeightSpread.of(square));
    }
  }

  private static Tensor constant(Graph graph, String name) {
    return graph.nodes().stream()
        .flatMap(node -> node.inputs().stream())
        .filter(value -> value.isConstant() && value.name().equals(name))
        .map(value -> Objects.requireNonNull(value.constant()))
        .findFirst()
        .orElseThrow();
  }
}
