package io.repconv.runtime.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What all classification networks have in common, at a width at which they run in a moment. */
class ClassificationTest {
  private static Network small(String description) {
    String more = description.contains(":") ? "," : ":";
    return Architectures.build(description + more + "width=4,num_classes=5", 1);
  }

  /**
   * Convolutions: one for each layer of the plain network and two for each channel attention.
   * Norms: those before the first convolution of DenseNet's layers and transitions, and the last.
   */
  @ParameterizedTest(name = "{0} has {1} convolutions and {2} norms")
  @CsvSource(
      delimiter = ';',
      value = {
        "RepVGG-A0; 22; 0",
        "RepVGG-A1; 22; 0",
        "RepVGG-A2; 22; 0",
        "RepVGG-B0; 28; 0",
        "RepVGG-B1; 28; 0",
        "RepVGG-B1g2; 28; 0",
        "RepVGG-B1g4; 28; 0",
        "RepVGG-B2; 28; 0",
        "RepVGG-B2g2; 28; 0",
        "RepVGG-B2g4; 28; 0",
        "RepVGG-B3; 28; 0",
        "RepVGG-B3g2; 28; 0",
        "RepVGG-B3g4; 28; 0",
        "RepVGG-D2se; 144; 0",
        "RepVGG-B1g4:repconv=dbb; 28; 0",
        "RepVGG-A0:repconv=conv; 22; 0",
        "RepVGG-A0:se=true; 66; 0",
        "MobileOne-s0; 43; 0",
        "MobileOne-s1; 43; 0",
        "MobileOne-s2; 43; 0",
        "MobileOne-s3; 43; 0",
        "MobileOne-s4; 67; 0",
        "ResNet-18; 20; 0",
        "ResNet-34:repconv=acb; 36; 0",
        "ResNet-50; 53; 0",
        "ResNet-101:repconv=dbb3,output_stride=16; 104; 0",
        "ResNet-152:output_stride=8; 155; 0",
        "ResNet-18:repconv=dbb4,output_stride=8; 20; 0",
        "ResNet-18-V1c:repconv=mobileone; 22; 0",
        "ResNet-50-V1c:output_stride=16; 55; 0",
        "ResNet-34-V1d; 38; 0",
        "ResNet-50-V1d:repconv=repvgg; 55; 0",
        "ResNet-101-V1d:output_stride=8; 106; 0",
        "DenseNet-121; 120; 62",
        "DenseNet-121:repconv=dbb4,output_stride=16; 120; 62",
        "DenseNet-201:output_stride=8; 200; 102"
      })
  void foldsToOneConvolutionPerLayer(String description, int convolutions, int norms) {
    Graph graph = Randomized.of(small(description), 3).deployed();
    Graph folded = Folding.folded(graph);
    assertThat(Folding.count(folded, "Conv")).isEqualTo(convolutions);
    assertThat(Folding.count(folded, "BatchNormalization")).isEqualTo(norms);
    Folding.assertSame(folded, graph, 1, 3, 33, 46);
    Folding.assertSame(folded, graph, 2, 3, 32, 35);
  }

  /** Channels at a width are the published ones' share, and fit the groups. */
  @Test
  void honoursItsWidth() {
    Network network = Architectures.build("RepVGG-B1g4:width=5", 1);
    assertThat(network.parameters().stream().map(p -> p.name() + " " + p.value().shape()))
        .contains(
            "stage0.rbr_dense.conv.weight [5, 3, 3, 3]",
            "stage1.0.rbr_dense.conv.weight [8, 5, 3, 3]",
            "stage1.1.rbr_dense.conv.weight [8, 2, 3, 3]",
            "stage4.0.rbr_dense.conv.weight [160, 40, 3, 3]");
  }

  @Test
  void hasTheNormOfItsSetting() {
    for (String name : List.of("RepVGG-A0", "MobileOne-s4", "DenseNet-121", "ResNet-50")) {
      Graph graph = small(name + ":norm=group").graph();
      assertThat(Folding.count(graph, "BatchNormalization")).isZero();
      assertThat(Folding.count(graph, "GroupNormalization")).isGreaterThan(20);
      assertThat(Forward.output(graph, 1, 3, 33, 46).dims()).containsExactly(1, 5);
    }
  }

  @ParameterizedTest(name = "{0} is refused: expected {1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "DenseNet-121:output_stride=12; 8, 16 or 32",
        "RepVGG-A0:repconv=dbb5; one of conv, acb, dbb, dbb2, dbb3, dbb4, repvgg, mobileone",
        "MobileOne-s0:norm=layer; one of batch, group",
        "RepVGG-A0:width=0; a whole number from 1 to 4096",
        "RepVGG-A0:se=1; true or false"
      })
  void refusesWhatASettingCannotBe(String description, String expected) {
    assertThatThrownBy(() -> Architectures.build(description, 1))
        .isInstanceOf(RepconvException.class)
        .hasMessageContaining(expected);
  }
}
