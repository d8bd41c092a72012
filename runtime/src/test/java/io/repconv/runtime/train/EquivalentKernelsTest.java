package io.repconv.runtime.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.runtime.torch.TorchTensors;
import io.repconv.runtime.zoo.Architectures;
import io.repconv.runtime.zoo.Network;
import io.repconv.runtime.zoo.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EquivalentKernelsTest {
  private static final String VARIANCE = "running_var";

  private static Network repVgg() {
    Network network = Architectures.build("RepVGG-A0:width=2,num_classes=3", 1);
    Random random = new Random(4);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      long[] dims = parameter.value().shape().sizes();
      double[] values = random.doubles(Tensor.elements(dims), 0.2, 1.2).toArray();
      tensors.put(parameter.name(), Tensor.of(ElementType.FLOAT, dims, values));
    }
    return network.with(tensors);
  }

  private static double at(GraphBlock block, String name, int element) {
    return requireNonNull(block.tensors().get(name)).doubleAt(element);
  }

  /** get_custom_L2 of RepVGG, element by element. */
  private static double expected(GraphBlock block, String prefix) {
    Tensor dense = requireNonNull(block.tensors().get(prefix + ".rbr_dense.conv.weight"));
    Tensor point = requireNonNull(block.tensors().get(prefix + ".rbr_1x1.conv.weight"));
    int inputs = Math.toIntExact(dense.dim(1));
    double total = 0;
    for (int o = 0; o < dense.dim(0); o++) {
      double t3 = factor(block, prefix + ".rbr_dense.bn.", o);
      double t1 = factor(block, prefix + ".rbr_1x1.bn.", o);
      for (int i = 0; i < inputs; i++) {
        int kernel = (o * inputs + i) * 9;
        for (int tap = 0; tap < 9; tap++) {
          double weight = dense.doubleAt(kernel + tap);
          total += tap == 4 ? 0 : weight * weight;
        }
        double centre = dense.doubleAt(kernel + 4) * t3 + point.doubleAt(o * inputs + i) * t1;
        total += centre * centre / (t3 * t3 + t1 * t1);
      }
    }
    return total;
  }

  private static double factor(GraphBlock block, String norm, int channel) {
    return at(block, norm + "weight", channel)
        / Math.sqrt(at(block, norm + VARIANCE, channel) + 1e-5);
  }

  @Test
  void theDecayIsThatOfTheKernelsThatBlocksAmountTo() {
    try (GraphBlock block = new GraphBlock(repVgg(), NormOptions.DEFAULT, 1);
        PtNDManager memory = block.memory().newSubManager(block.memory().getDevice());
        Loss loss = new Loss(LossFunction.CROSS_ENTROPY, 255, block.memory())) {
      EquivalentKernels kernels = new EquivalentKernels(block);
      double expected = 0;
      for (String prefix : kernels.blocks()) {
        expected += expected(block, prefix);
      }
      assertThat(kernels.blocks()).hasSize(22).contains("stage0", "stage3.13");

      Gradients.record(true);
      PtNDArray decay = loss.equivalentKernels(kernels, memory);
      assertThat((double) decay.getFloat()).isCloseTo(expected, within(1e-5 * expected));

      Gradients.backward(decay, memory);
      assertThat(
              TorchTensors.fromTorch(block.array("stage0.rbr_1x1.conv.weight").getGradient())
                  .doubles())
          .doesNotContain(0.0);
      assertThat(
              TorchTensors.fromTorch(block.array("stage0.rbr_dense.bn.weight").getGradient())
                  .doubles())
          .as("the norms' factors are taken as they are")
          .containsOnly(0.0);
    }
  }

  @Test
  void itCoversTheKernelsOfBlocksAndNothingElse() {
    try (GraphBlock block = new GraphBlock(repVgg(), NormOptions.DEFAULT, 1)) {
      EquivalentKernels kernels = new EquivalentKernels(block);
      assertThat(block.network().parameters().stream().filter(kernels::covers))
          .hasSize(44)
          .allMatch(parameter -> parameter.name().endsWith(".conv.weight"));
    }
    try (GraphBlock block = new GraphBlock(SmallNet.network(), NormOptions.DEFAULT, 1)) {
      assertThat(new EquivalentKernels(block).isEmpty()).isTrue();
    }
  }
}
