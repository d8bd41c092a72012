package io.repconv.converter.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.converter.checkpoint.TrainingCheckpoint;
import io.repconv.graph.Tensor;
import io.repconv.runtime.zoo.Architectures;
import io.repconv.runtime.zoo.Network;
import io.repconv.runtime.zoo.Parameter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainedTest {
  private static final String RESNET = "ResNet-18:width=4,num_classes=5";

  @TempDir private Path folder;

  private static Map<String, Tensor> tensors(Network network) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      tensors.put(parameter.name(), requireNonNull(parameter.value().constant()));
    }
    return tensors;
  }

  private Path checkpoint(String architecture) {
    Path file = folder.resolve("pretrained");
    Map<String, Tensor> weights = tensors(Architectures.build(architecture, 1));
    new TrainingCheckpoint(architecture, weights, Map.of(), "").write(file);
    return file;
  }

  private static double[] numbers(Network network, String name) {
    return requireNonNull(tensors(network).get(name)).doubles();
  }

  @Test
  void theBackboneOfAClassifierStartsASegmentationNetwork() {
    Network other = Architectures.build("PSPNet:backbone=ResNet-18,width=4", 2);

    Network started = Pretrained.load(other, checkpoint(RESNET));

    Network resNet = Architectures.build(RESNET, 1);
    assertThat(numbers(started, "layer3.1.conv2.weight"))
        .isEqualTo(numbers(resNet, "layer3.1.conv2.weight"))
        .isNotEqualTo(numbers(other, "layer3.1.conv2.weight"));
    assertThat(numbers(started, "initial.0.weight")).isEqualTo(numbers(resNet, "conv1.weight"));
    assertThat(numbers(started, "master_branch.0.stages.0.1.weight"))
        .isEqualTo(numbers(other, "master_branch.0.stages.0.1.weight"));
  }

  @Test
  void aHeadOfOtherClassesIsLeftAsItIs() {
    Network other = Architectures.build("ResNet-18:width=4,num_classes=3", 2);

    Network started = Pretrained.load(other, checkpoint(RESNET));

    assertThat(numbers(started, "fc.weight")).isEqualTo(numbers(other, "fc.weight"));
    assertThat(numbers(started, "conv1.weight"))
        .isEqualTo(numbers(Architectures.build(RESNET, 1), "conv1.weight"));
  }

  @Test
  void aBackboneOfAnotherWidthIsRefused() {
    Network other = Architectures.build("PSPNet:backbone=ResNet-18,width=8", 2);

    assertThatThrownBy(() -> Pretrained.load(other, checkpoint(RESNET)))
        .hasMessageContaining("weights of the backbone are missing")
        .hasMessageContaining("layer1.0.conv1.weight ([4, 4, 3, 3] in place of [8, 8, 3, 3])")
        .hasMessageContaining("Train with the backbone that the checkpoint is of");
  }

  @Test
  void aCheckpointOfSomethingElseIsRefused() {
    Network other = Architectures.build("ResNet-18:width=4", 2);

    assertThatThrownBy(() -> Pretrained.load(other, checkpoint("RepVGG-A0:width=4")))
        .hasMessageContaining("[RC-121]");
  }
}
