package io.repconv.runtime.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResNetTest {
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
