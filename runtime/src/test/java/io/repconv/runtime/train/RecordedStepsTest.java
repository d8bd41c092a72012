package io.repconv.runtime.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.repconv.graph.Tensor;
import io.repconv.runtime.torch.TorchOptions;
import io.repconv.runtime.torch.TorchRuntime;
import io.repconv.runtime.torch.TorchTensors;
import io.repconv.runtime.zoo.Network;
import io.repconv.runtime.zoo.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Losses and training steps against what PyTorch itself computed, recorded in a fixture. */
class RecordedStepsTest {
  private static final JsonObject RECORDED = recorded();

  private static JsonObject recorded() {
    Path file = Path.of(System.getProperty("repconv.fixtures", ""), "training", "steps.json");
    try {
      return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void recordGradients() {
    Gradients.record(true);
  }

  private static double[] numbers(JsonArray array) {
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).getAsDouble();
    }
    return numbers;
  }

  @ParameterizedTest
  @EnumSource
  void aLossAndItsGradientAreTorchs(LossFunction function) {
    JsonObject expected = RECORDED.getAsJsonObject("losses").getAsJsonObject(function.name());
    try (PtNDManager memory = TorchRuntime.start(new TorchOptions(false, 1));
        Loss loss = new Loss(function, SmallNet.IGNORED, memory)) {
      PtNDArray logits =
          TorchTensors.toTorch(memory, SmallNet.numbers(20, 5, 2, SmallNet.CLASSES, 5, 4));
      logits.setRequiresGradient(true);
      PtNDArray targets = TorchTensors.toTorch(memory, SmallNet.targets());
      PtNDArray value = loss.of(List.of(logits), targets, memory);
      assertThat((double) value.getFloat())
          .isCloseTo(expected.get("loss").getAsDouble(), within(2e-6));
      Gradients.backward(value, memory);
      double[] gradient = numbers(expected.getAsJsonArray("gradient"));
      assertThat(TorchTensors.fromTorch(logits.getGradient()).doubles())
          .containsExactly(gradient, within(2e-7));
    }
  }

  /** An image of an unlabelled scene must not stop a training. */
  @ParameterizedTest
  @EnumSource
  void aLossOfNothingIsZeroAndHasAFiniteGradient(LossFunction function) {
    long[] nothing = new long[8];
    Arrays.fill(nothing, SmallNet.IGNORED);
    try (PtNDManager memory = TorchRuntime.start(new TorchOptions(false, 1));
        Loss loss = new Loss(function, SmallNet.IGNORED, memory)) {
      PtNDArray logits = TorchTensors.toTorch(memory, SmallNet.numbers(20, 5, 2, 4, 2, 2));
      logits.setRequiresGradient(true);
      PtNDArray targets = (PtNDArray) memory.create(nothing, new Shape(2, 2, 2));
      PtNDArray value = loss.of(List.of(logits), targets, memory);
      assertThat(value.getFloat()).isZero();
      Gradients.backward(value, memory);
      assertThat(TorchTensors.fromTorch(logits.getGradient()).doubles()).containsOnly(0.0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void threeStepsEndWhereTorchsEnd(OptimizerOptions.Kind kind) {
    JsonObject expected = RECORDED.getAsJsonObject("steps").getAsJsonObject(kind.name());
    double[] losses = numbers(expected.getAsJsonArray("losses"));
    Network network = SmallNet.network();
    List<String> learned =
        network.parameters().stream().filter(Parameter::isLearned).map(Parameter::name).toList();
    OptimizerOptions options = new OptimizerOptions(kind, 0.1, 0.9, 0.01, 1, false);
    try (GraphBlock block = new GraphBlock(network, NormOptions.DEFAULT, 1);
        Loss loss = new Loss(LossFunction.CROSS_ENTROPY, SmallNet.IGNORED, block.memory());
        Optimizer optimizer =
            new Optimizer(block, options, List.of(new ParameterGroup(learned, 1, 0.01)))) {
      learned.forEach(name -> block.array(name).setRequiresGradient(true));
      for (int step = 0; step < 3; step++) {
        double value = step(block, loss, SmallNet.numbers(10 + step, 1, 2, 2, 5, 4));
        assertThat(value).isCloseTo(losses[step], within(2e-5));
        optimizer.step(step + 1, new Rates(0.1 / (step + 1), 0.9));
      }
      Map<String, Tensor> tensors = block.tensors();
      JsonObject state = expected.getAsJsonObject("state");
      assertThat(tensors.keySet()).containsExactlyInAnyOrderElementsOf(state.keySet());
      for (String name : state.keySet()) {
        assertThat(requireNonNull(tensors.get(name)).doubles())
            .as(name)
            .containsExactly(numbers(state.getAsJsonArray(name)), within(2e-5));
      }
    }
  }

  private static double step(GraphBlock block, Loss loss, Tensor image) {
    try (PtNDManager memory = block.memory().newSubManager(block.memory().getDevice())) {
      PtNDArray output = (PtNDArray) block.run(true, TorchTensors.toTorch(memory, image)).head();
      PtNDArray targets = TorchTensors.toTorch(memory, SmallNet.targets());
      PtNDArray value = loss.of(List.of(output), targets, memory);
      Gradients.backward(value, memory);
      return value.getFloat();
    }
  }
}
