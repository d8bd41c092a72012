package io.repconv.runtime.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.repconv.graph.Tensor;
import io.repconv.graph.interpret.Interpreter;
import io.repconv.runtime.torch.TorchTensors;
import io.repconv.runtime.zoo.Architecture;
import io.repconv.runtime.zoo.Architectures;
import io.repconv.runtime.zoo.Network;
import io.repconv.runtime.zoo.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every architecture, narrow, can be trained. */
class ZooStepTest {
  private static List<String> networks() {
    return Architectures.names().stream()
        .map(Architectures::named)
        .map(ZooStepTest::small)
        .toList();
  }

  private static String small(Architecture architecture) {
    String name = architecture.name();
    String given = architecture.defaults().getOrDefault("backbone", "");
    boolean bottlenecks = name.matches("DeepLabV.*|.*DUC.*");
    String shallow = bottlenecks ? "ResNet-50" : "ResNet-18";
    String backbone = given.startsWith("Dense") ? "DenseNet-121" : shallow;
    String settings = ":num_classes=4,width=" + (name.contains("ENet") ? 32 : 4);
    return name + settings + (given.isEmpty() ? "" : ",backbone=" + backbone);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyParameterHasAGradient(String description) {
    Network network = Architectures.build(description, 2);
    Tensor image = SmallNet.numbers(1, 2, 2, 3, 37, 44);
    try (GraphBlock block = new GraphBlock(network, NormOptions.DEFAULT, 1);
        PtNDManager memory = block.memory().newSubManager(block.memory().getDevice())) {
      PtNDArray pixels = TorchTensors.toTorch(memory, image);
      assertComputesWhatTheInterpreterDoes(network, block, image, pixels);

      Gradients.record(true);
      NDList outputs = block.run(true, pixels);
      NDArray loss = memory.zeros(new ai.djl.ndarray.types.Shape());
      for (NDArray output : outputs) {
        loss = loss.add(output.mul(output).mean());
      }
      Gradients.backward((PtNDArray) loss, memory);
      for (Parameter parameter : network.parameters()) {
        PtNDArray gradient = JniUtils.getGradient(block.array(parameter.name()));
        boolean used = !parameter.name().matches("br[0-9]\\.bn[12]\\..*");
        assertThat(gradient != null).as(parameter.name()).isEqualTo(parameter.isLearned() && used);
        if (gradient != null) {
          assertThat(Float.isFinite(gradient.abs().sum().getFloat())).isTrue();
        }
      }
    }
  }

  private static void assertComputesWhatTheInterpreterDoes(
      Network network, GraphBlock block, Tensor image, PtNDArray pixels) {
    Tensor expected =
        requireNonNull(Interpreter.run(network.deployed(), Map.of("input", image)).get("output"));
    double largest = Arrays.stream(expected.doubles()).map(Math::abs).max().orElseThrow();
    NDArray output = block.run(false, pixels).head();
    assertThat(TorchTensors.fromTorch(output).doubles())
        .containsExactly(expected.doubles(), within(1e-4 * largest));
  }
}
