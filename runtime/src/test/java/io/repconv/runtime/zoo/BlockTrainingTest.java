package io.repconv.runtime.zoo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.training.GradientCollector;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.runtime.torch.TorchTensors;
import io.repconv.runtime.train.GraphBlock;
import io.repconv.runtime.train.NormOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks in training, with statistics of the batch and borders of the running ones. */
class BlockTrainingTest {
  private static final double STEP = 1e-3;

  /** One image in training, then in evaluation with the statistics that training left. */
  @Test
  void computesWhatTheAuthorsProgramsComputeInTraining() throws IOException {
    Path file = Path.of(System.getProperty("repconv.fixtures"), "zoo", "block-training.txt");
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i += 2) {
      String name = lines.get(i).split(" ", 2)[0];
      Network network = PublishedNetwork.filled(PublishedNetwork.block(name));
      try (GraphBlock block = new GraphBlock(network, NormOptions.DEFAULT, 1)) {
        assertThat(sampled(block, true)).as(name).containsExactly(numbers(lines.get(i)), close());
        assertThat(sampled(block, false))
            .as(name)
            .containsExactly(numbers(lines.get(i + 1)), close());
      }
    }
  }

  static Stream<Arguments> blocks() {
    return Arrays.stream(Block.values())
        .flatMap(
            block -> Arrays.stream(Normalization.values()).map(norm -> Arguments.of(block, norm)));
  }

  /** Along one direction through all learned parameters, against central differences. */
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("blocks")
  void hasGradientsThroughItsBorders(Block kind, Normalization norm) {
    NetworkBuilder builder = new NetworkBuilder("block", 1, norm);
    Convolution c = Convolution.same(6, 3).dilation(2).padding(2);
    Value output = kind.apply(builder.root(), builder.image(6), c);
    Network network = PublishedNetwork.filled(builder.build(output));
    try (GraphBlock block = new GraphBlock(network, NormOptions.DEFAULT, 1)) {
      Map<String, Tensor> start = block.tensors();
      double expected = 0;
      Map<String, Tensor> above = new HashMap<>(start);
      Map<String, Tensor> below = new HashMap<>(start);
      Map<String, Tensor> gradients = gradients(block);
      for (Parameter parameter : network.parameters()) {
        String name = parameter.name();
        if (parameter.isLearned()) {
          double[] direction = direction(name, parameter.value().shape().sizes());
          double[] gradient = requireNonNull(gradients.get(name)).doubles();
          assertThat(Arrays.stream(gradient).map(Math::abs).sum()).as(name).isPositive();
          for (int i = 0; i < direction.length; i++) {
            expected += direction[i] * gradient[i];
          }
          above.put(name, moved(requireNonNull(start.get(name)), direction, STEP));
          below.put(name, moved(requireNonNull(start.get(name)), direction, -STEP));
        }
      }
      double difference = (loss(block, above) - loss(block, below)) / (2 * STEP);
      assertThat(difference).isCloseTo(expected, withinPercentage(2));
    }
  }

  private static double[] direction(String name, long... dims) {
    return new Random(name.hashCode()).doubles(Tensor.elements(dims), -1, 1).toArray();
  }

  private static Tensor moved(Tensor tensor, double[] direction, double step) {
    double[] values = tensor.doubles().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += step * direction[i];
    }
    return Tensor.of(tensor.type(), tensor.dims(), values);
  }

  private static double loss(GraphBlock block, Map<String, Tensor> tensors) {
    block.load(tensors);
    try (PtNDManager memory = block.memory().newSubManager(block.memory().getDevice())) {
      return loss(block.run(true, image(memory)).head(), memory).toFloatArray()[0];
    }
  }

  /** A weighted sum of the outputs, since plain sums of normalized values are constant. */
  private static NDArray loss(NDArray output, PtNDManager memory) {
    PtNDArray weights = TorchTensors.toTorch(memory, Forward.image(2, 6, 9, 12));
    return output.mul(weights).sum();
  }

  private static PtNDArray image(PtNDManager memory) {
    return TorchTensors.toTorch(memory, PublishedNetwork.image(List.of(2L, 6L, 9L, 12L)));
  }

  private static Map<String, Tensor> gradients(GraphBlock block) {
    Map<String, Tensor> gradients = new HashMap<>();
    try (PtNDManager memory = block.memory().newSubManager(block.memory().getDevice())) {
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        collector.backward(loss(block.run(true, image(memory)).head(), memory));
      }
      for (Parameter parameter : block.network().parameters()) {
        if (parameter.isLearned()) {
          NDArray gradient = block.array(parameter.name()).getGradient();
          gradients.put(parameter.name(), TorchTensors.fromTorch(gradient));
        }
      }
    }
    return gradients;
  }

  private static Offset<Double> close() {
    return within(3e-5);
  }

  private static double[] numbers(String line) {
    return Arrays.stream(line.split(" ", -1)).skip(1).mapToDouble(Double::parseDouble).toArray();
  }

  private static double[] sampled(GraphBlock block, boolean training) {
    try (PtNDManager memory = block.memory().newSubManager(block.memory().getDevice())) {
      Tensor image = PublishedNetwork.image(List.of(1L, 6L, 33L, 46L));
      double[] all =
          TorchTensors.fromTorch(block.run(training, TorchTensors.toTorch(memory, image)).head())
              .doubles();
      double[] some = new double[24];
      for (int i = 0; i < some.length; i++) {
        some[i] = all[i * all.length / some.length];
      }
      return some;
    }
  }
}
