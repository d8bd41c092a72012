package io.repconv.runtime.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResNetTest {
  /** The counts of torchvision's models. */
  @ParameterizedTest(name = "{0} has {1} parameters")
  @CsvSource({
    "ResNet-18, 11689512",
    "ResNet-34, 21797672",
    "ResNet-50, 25557032",
    "ResNet-101, 44549160",
    "ResNet-152, 60192808"
  })
  void hasAsManyParametersAsTorchvision(String name, long parameters) {
    assertThat(Architectures.build(name, 1).size()).isEqualTo(parameters);
  }

  @Test
  void namesItsParametersAsTorchvision() {
    List<String> names =
        Architectures.build("resnet50:width=4", 1).parameters().stream()
            .map(Parameter::name)
            .toList();
    assertThat(names)
        .contains(
            "conv1.weight",
            "bn1.running_var",
            "layer1.0.downsample.0.weight",
            "layer4.2.bn3.bias",
            "fc.bias");
  }

  @Test
  void anOutputStrideOf8DilatesTheLastStages() {
    Network plain = Architectures.build("ResNet-18:width=4,num_classes=3", 1);
    Network dilated = Architectures.build("ResNet-18:width=4,num_classes=3,output_stride=8", 1);
    for (Network network : List.of(plain, dilated)) {
      assertThat(Forward.output(network.graph(), 1, 3, 33, 35).dims()).containsExactly(1, 3);
    }
    assertThat(dilated.size()).isEqualTo(plain.size());
  }
}
