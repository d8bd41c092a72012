package io.repconv.runtime.zoo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Value;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentationTest {
  private static List<PublishedNetwork> published() throws IOException {
    return PublishedNetwork.all("segmentation.txt");
  }

  /** Every network, with the shallowest backbone that it takes. */
  private static List<String> shallow() {
    return SegmentationNetworks.architectures().stream()
        .filter(architecture -> !architecture.name().endsWith("101"))
        .map(SegmentationTest::shallow)
        .toList();
  }

  private static String shallow(Architecture architecture) {
    String backbone = architecture.defaults().getOrDefault("backbone", "");
    boolean bottlenecks = architecture.name().matches("DeepLabV.*|.*DUC.*");
    String least = bottlenecks ? "ResNet-50" : "ResNet-18";
    String name = architecture.name() + ":num_classes=4";
    return backbone.isEmpty()
        ? name
        : name + ",backbone=" + (backbone.startsWith("Dense") ? "DenseNet-121" : least);
  }

  /** A narrow network; {@code more} follows its name after a colon. */
  private static Network small(String description, String... more) {
    int width = description.contains("ENet") ? 32 : 4;
    String classes = description.contains("num_classes") ? "" : "num_classes=4,";
    String colon = (description.contains(":") ? "," : ":") + classes;
    String settings = more.length == 0 ? "" : "," + String.join(",", more);
    return Architectures.build(description + colon + "width=" + width + settings, 1);
  }

  @ParameterizedTest
  @MethodSource("published")
  void hasTheParametersOfThePublishedProgram(PublishedNetwork published) {
    assertThat(Architectures.build(published.fullDescription(), 1).size())
        .isEqualTo(published.parameters());
    assertThat(published.network().parameters()).hasSize(published.entries());
  }

  @ParameterizedTest
  @MethodSource("published")
  void computesWhatThePublishedProgramComputes(PublishedNetwork published) {
    published.assertComputedBy(published.network().graph());
  }

  /** Their counts stand in torchvision's documentation as well. */
  @ParameterizedTest
  @CsvSource({
    "deeplabv3_resnet50, 42004074",
    "deeplabv3_resnet101, 60996202",
    "fcn_resnet50, 35322218",
    "fcn_resnet101, 54314346"
  })
  void hasTheNamesAndShapesOfTorchvision(String name, long parameters) throws IOException {
    Network network = Architectures.build(name, 1);
    Map<String, List<Long>> shapes = new HashMap<>();
    for (Parameter parameter : network.parameters()) {
      long[] dims = parameter.value().shape().sizes();
      shapes.put(parameter.name(), Arrays.stream(dims).boxed().toList());
    }
    assertThat(shapes).isEqualTo(PublishedNetwork.stateDict(name + ".txt"));
    assertThat(network.size()).isEqualTo(parameters);
  }

  @ParameterizedTest
  @MethodSource("shallow")
  void foldsItsNormsAndBlocks(String name) {
    Graph graph = Randomized.of(small(name), 2).graph();
    Graph folded = Folding.folded(graph);
    // A DenseNet's norms before convolutions, and ENet's behind a pooled image, are behind none.
    List<String> left =
        folded.nodes().stream()
            .filter(node -> node.op().name().equals("BatchNormalization"))
            .map(node -> node.described())
            .toList();
    assertThat(left)
        .allSatisfy(norm -> assertThat(norm).containsPattern("norm1 |transition|initial.bn"));
    assertThat(left.isEmpty()).isEqualTo(!name.contains("Dense") && !name.contains("ENet"));
    Folding.assertSame(folded, graph, 2, 3, 32, 40);
    Folding.assertSame(folded, graph, 1, 3, 37, 35);
  }

  @ParameterizedTest
  @MethodSource("shallow")
  void scoresEveryPixel(String name) {
    Graph graph = small(name).deployed();
    for (long[] image : new long[][] {{2, 3, 34, 47}, {1, 3, 49, 35}}) {
      assertThat(Forward.output(graph, image).dims())
          .containsExactly(image[0], 4, image[2], image[3]);
    }
    assertThat(graph.outputs()).map(Value::name).containsExactly("output");
    assertThat(graph.outputs().get(0).shape()).hasToString("[N, 4, H, W]");
  }

  @ParameterizedTest
  @EnumSource(value = Block.class, names = "CONV", mode = EnumSource.Mode.EXCLUDE)
  void everyBlockFoldsToOneConvolution(Block block) {
    assertFoldsLike("RepPSP", "PSPNet", block, "backbone=resnet18");
    assertFoldsLike("RepDeepLab", "DeepLab", block, "backbone=resnet18");
    assertFoldsLike("RepENet", "ENet", block);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UNet",
        "SegNet",
        "Fast-SCNN:auxiliary=true",
        "fcn_resnet50",
        "deeplabv3_resnet50",
        "DeepLabV3:backbone=resnet50",
        "DeepLab-V3+:backbone=resnet50",
        "UperNet:backbone=resnet18"
      })
  void blocksStandForConvolutionsElsewhereToo(String description) {
    Graph branches = Randomized.of(small(description, "repconv=dbb4"), 5).graph();
    Graph single = small(description).graph();
    assertThat(Folding.count(branches, "Conv")).isGreaterThan(Folding.count(single, "Conv") + 5);
    Graph folded = Folding.folded(branches);
    assertThat(Folding.count(folded, "Conv"))
        .isEqualTo(Folding.count(Folding.folded(single), "Conv"));
    assertThat(Folding.count(folded, "BatchNormalization")).isZero();
    Folding.assertSame(folded, branches, 1, 3, 35, 42);
  }

  private static void assertFoldsLike(String rep, String plain, Block block, String... settings) {
    String[] withBlock = Arrays.copyOf(settings, settings.length + 1);
    withBlock[settings.length] = "repconv=" + block;
    Graph branches = small(rep, withBlock).deployed();
    Graph single = small(plain, settings).deployed();
    assertThat(Folding.count(branches, "Conv")).isGreaterThan(Folding.count(single, "Conv"));
    assertThat(Folding.count(Folding.folded(branches), "Conv"))
        .isEqualTo(Folding.count(Folding.folded(single), "Conv"));
  }

  @ParameterizedTest
  @CsvSource({
    "RepPSP, PSPNet, resnet18",
    "RepDeepLab, DeepLab, resnet18",
    "RepDUCHDC, DeepLab_DUC_HDC, resnet50",
    "RepPSPDense, PSPDenseNet, densenet121"
  })
  void theBackboneHasBlocksWhereAskedFor(String rep, String plain, String backbone) {
    String setting = "backbone=" + backbone;
    Graph heads = small(rep, setting).graph();
    Graph everywhere = Randomized.of(small(rep, setting, "repconv_backbone=true"), 4).graph();
    assertThat(Folding.count(everywhere, "Conv")).isGreaterThan(Folding.count(heads, "Conv") + 16);
    Graph folded = Folding.folded(everywhere);
    assertThat(Folding.count(folded, "Conv"))
        .isEqualTo(Folding.count(Folding.folded(small(plain, setting).graph()), "Conv"));
    Folding.assertSame(folded, everywhere, 1, 3, 45, 38);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PSPNet", "PSPDenseNet", "deeplabv3_resnet50", "fcn_resnet50", "Fast-SCNN"})
  void theAuxiliaryHeadIsForTrainingAlone(String name) {
    Network with = small(name, "auxiliary=true");
    Network without = small(name, "auxiliary=false");
    assertThat(with.graph().outputs()).map(Value::name).containsExactly("output", "auxiliary");
    assertThat(without.graph().outputs()).map(Value::name).containsExactly("output");
    assertThat(Folding.count(with.deployed(), "Conv"))
        .isEqualTo(Folding.count(without.deployed(), "Conv"))
        .isLessThan(Folding.count(with.graph(), "Conv"));
    assertThat(with.size()).isGreaterThan(without.size());
  }

  @Test
  void aPretrainedBackboneIsKnownAsSuch() {
    List<String> backbone =
        small("PSPNet", "backbone=resnet18").parameters().stream()
            .filter(Parameter::backbone)
            .map(Parameter::name)
            .toList();
    assertThat(backbone)
        .contains("initial.0.weight", "layer4.1.bn2.running_var")
        .noneMatch(name -> name.contains("branch"));
  }

  @Test
  void fixedUpsamplingIsBilinearAndNotLearned() {
    Parameter kernel =
        small("FCN8").parameters().stream()
            .filter(parameter -> parameter.name().equals("up_output.weight"))
            .findFirst()
            .orElseThrow();
    assertThat(kernel.isLearned()).isFalse();
    double[] values = requireNonNull(kernel.value().constant()).doubles();
    double[] line = {0.25, 0.75, 0.75, 0.25};
    for (int i = 0; i < values.length; i++) {
      boolean own = i / 64 == i / 16 % 4;
      assertThat(values[i]).isEqualTo(own ? line[i / 4 % 4] * line[i % 4] : 0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DeepLabV3:backbone=resnet18 | one of resnet_50, resnet_101, resnet_152",
        "DeepLab:output_stride=12 | 8 or 16",
        "PSPNet:backbone=vgg | one of resnet_18, resnet_34, resnet_50, resnet_101, resnet_152",
        "PSPDenseNet:backbone=resnet50 | one of densenet_121, densenet_201",
        "ENet:width=8 | more than four times in_channels",
        "RepPSP:repconv=dbb9 | one of conv, acb, dbb, dbb2, dbb3, dbb4, repvgg, mobileone",
        "PSPNet:repcon=dbb | some of backbone, auxiliary, repconv",
        "FCN8:repconv=dbb | some of num_classes, in_channels, width, norm"
      })
  void refusesWhatItCannotBe(String description, String expected) {
    assertThatThrownBy(() -> Architectures.build(description, 1))
        .isInstanceOf(RepconvException.class)
        .hasMessageContaining(expected);
  }
}
