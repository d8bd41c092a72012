package io.repconv.runtime.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.Interpreter;
import io.repconv.runtime.torch.TorchTensors;
import io.repconv.runtime.zoo.Architectures;
import io.repconv.runtime.zoo.Network;
import io.repconv.runtime.zoo.NetworkBuilder;
import io.repconv.runtime.zoo.Scope;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphBlockTest {
  private static double[] output(GraphBlock block, boolean training, Tensor image) {
    try (PtNDManager memory = block.memory().newSubManager(block.memory().getDevice())) {
      NDArray output = block.run(training, TorchTensors.toTorch(memory, image)).head();
      return TorchTensors.fromTorch(output).doubles();
    }
  }

  private static double[] interpreted(Network network, Tensor image) {
    return requireNonNull(Interpreter.run(network.deployed(), Map.of("input", image)).get("output"))
        .doubles();
  }

  @Test
  void computesWhatTheInterpreterDoes() {
    Network network = Architectures.build("ResNet-18:width=4,num_classes=5", 3);
    try (GraphBlock block = new GraphBlock(network, NormOptions.DEFAULT, 1)) {
      for (int size : new int[] {33, 40}) {
        Tensor image = SmallNet.numbers(1, 2, 2, 3, size, 35);
        double[] expected = interpreted(network, image);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(output(block, false, image)).containsExactly(expected, within(1e-5 * largest));
      }
    }
  }

  @Test
  void hasTheNetworksParametersByName() {
    Network network = SmallNet.network();
    try (GraphBlock block = new GraphBlock(network, NormOptions.DEFAULT, 1)) {
      assertThat(block.getParameters().keys())
          .containsExactlyElementsOf(network.parameters().stream().map(p -> p.name()).toList());
      assertThat(block.getParameters().get("bn.running_mean").requiresGradient()).isFalse();
      assertThat(block.getParameters().get("bn.weight").requiresGradient()).isTrue();
      assertThat(block.getOutputShapes(new Shape[] {new Shape(2, 2, 5, 4)}))
          .containsExactly(new Shape(2, SmallNet.CLASSES, 5, 4));
    }
  }

  @Test
  void loadsAndGivesBackTensors() {
    Network network = SmallNet.network();
    Tensor weight = SmallNet.numbers(7, 1, 3, 2, 3, 3);
    try (GraphBlock block = new GraphBlock(network, NormOptions.DEFAULT, 1)) {
      block.load(Map.of("conv.weight", weight));
      assertThat(requireNonNull(block.tensors().get("conv.weight")).doubles())
          .containsExactly(weight.doubles(), within(1e-7));
      assertThat(block.array("conv.weight").hasGradient()).isTrue();
    }
  }

  /** y = (x - mean) / sqrt(variance + eps), the variance over the count and not one less. */
  @Test
  void normalizesByTheBatchInTraining() {
    NetworkBuilder builder = new NetworkBuilder("norm", 1);
    Scope root = builder.root();
    Network network = builder.build(root.batchNorm("bn", builder.image(2)));
    Tensor image = SmallNet.numbers(2, 3, 2, 2, 3, 2);
    double[] x = image.doubles();
    try (GraphBlock block = new GraphBlock(network, new NormOptions(0.2, p -> false), 1)) {
      double[] y = output(block, true, image);
      Map<String, Tensor> after = block.tensors();
      for (int c = 0; c < 2; c++) {
        double[] values = new double[12];
        for (int i = 0; i < 12; i++) {
          values[i] = x[(i / 6 * 2 + c) * 6 + i % 6];
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        for (int i = 0; i < 12; i++) {
          double expected = (values[i] - mean) / Math.sqrt(squares / 12 + 1e-5);
          assertThat(y[(i / 6 * 2 + c) * 6 + i % 6]).isCloseTo(expected, within(1e-5));
        }
        assertThat(requireNonNull(after.get("bn.running_mean")).doubleAt(c))
            .isCloseTo(0.2 * mean, within(1e-6));
        assertThat(requireNonNull(after.get("bn.running_var")).doubleAt(c))
            .isCloseTo(0.8 + 0.2 * squares / 11, within(1e-6));
      }
    }
  }

  @Test
  void aFrozenNormKeepsItsStatisticsAndUsesThem() {
    Network network = SmallNet.network();
    Tensor image = SmallNet.numbers(2, 3, 2, 2, 5, 4);
    try (GraphBlock block = new GraphBlock(network, new NormOptions(0.1, p -> true), 1)) {
      assertThat(output(block, true, image))
          .containsExactly(interpreted(network, image), within(1e-5));
      assertThat(requireNonNull(block.tensors().get("bn.running_mean")).doubles())
          .containsOnly(0.0);
    }
  }

  private static Network dropout(boolean channels) {
    NetworkBuilder builder = new NetworkBuilder("dropout", 1);
    Value image = builder.image(8);
    Scope root = builder.root();
    return builder.build(channels ? root.channelDropout(image, 0.25) : root.dropout(image, 0.25));
  }

  @Test
  void dropsElementsInTrainingAndScalesTheOthers() {
    double[] ones = new double[8 * 8 * 64];
    Arrays.fill(ones, 1);
    Tensor image = Tensor.of(io.repconv.graph.ElementType.FLOAT, new long[] {8, 8, 8, 8}, ones);
    try (GraphBlock block = new GraphBlock(dropout(false), NormOptions.DEFAULT, 1)) {
      double[] y = output(block, true, image);
      assertThat(Arrays.stream(y).filter(v -> v == 0).count()).isBetween(850L, 1250L);
      assertThat(Arrays.stream(y).filter(v -> v != 0))
          .allSatisfy(v -> assertThat(v).isCloseTo(1 / 0.75, within(1e-6)));
      assertThat(output(block, false, image)).containsOnly(1.0);
    }
  }

  @Test
  void dropsWholeChannels() {
    double[] ones = new double[8 * 8 * 4];
    Arrays.fill(ones, 1);
    Tensor image = Tensor.of(io.repconv.graph.ElementType.FLOAT, new long[] {8, 8, 2, 2}, ones);
    try (GraphBlock block = new GraphBlock(dropout(true), NormOptions.DEFAULT, 1)) {
      double[] y = output(block, true, image);
      for (int plane = 0; plane < 64; plane++) {
        assertThat(Arrays.copyOfRange(y, plane * 4, plane * 4 + 4)).containsOnly(y[plane * 4]);
      }
      assertThat(Arrays.stream(y).filter(v -> v == 0).count()).isBetween(20L, 120L);
    }
  }

  @Test
  void trainsInDjlsOwnGradientCollector() {
    try (GraphBlock block = new GraphBlock(SmallNet.network(), NormOptions.DEFAULT, 1);
        PtNDManager memory = block.memory().newSubManager(block.memory().getDevice())) {
      block.array("conv.weight").setRequiresGradient(true);
      PtNDArray image = TorchTensors.toTorch(memory, SmallNet.numbers(2, 3, 2, 2, 5, 4));
      ParameterStore store = new ParameterStore(memory, false);
      try (GradientCollector collector =
          ai.djl.engine.Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray output = block.forward(store, new NDList(image), true).head();
        collector.backward(output.mul(output).sum());
      }
      assertThat(block.array("conv.weight").getGradient().abs().sum().getFloat()).isPositive();
    }
  }
}
