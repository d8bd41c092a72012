package io.repconv.runtime.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.fold.FoldResult;
import io.repconv.graph.fold.RegionFolding;
import io.repconv.graph.fold.family.Family;
import io.repconv.graph.op.Conv;
import io.repconv.graph.pass.Simplify;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BlockTest {
  private static Network network(Block block, int inputs, Convolution c, Normalization norm) {
    NetworkBuilder network = new NetworkBuilder("block", 1, norm);
    Value image = network.image(inputs);
    return network.build(block.apply(network.root().in("block"), image, c));
  }

  private static Network network(Block block, int inputs, Convolution c) {
    return network(block, inputs, c, Normalization.BATCH);
  }

  private static List<String> names(Network network) {
    return network.parameters().stream().map(Parameter::name).toList();
  }

  /** Every block on the convolutions that networks have. */
  static Stream<Arguments> cases() {
    Map<String, Convolution> convolutions =
        Map.ofEntries(
            Map.entry("3x3", Convolution.same(6, 3)),
            Map.entry("3x3 to more channels", Convolution.same(8, 3)),
            Map.entry("3x3 of stride 2", Convolution.same(6, 3).stride(2)),
            Map.entry("3x3 in 2 groups", Convolution.same(6, 3).groups(2)),
            Map.entry("3x3 in 2 groups, stride 2", Convolution.same(10, 3).groups(2).stride(2)),
            Map.entry("3x3 depthwise", Convolution.same(6, 3).groups(6)),
            Map.entry(
                "3x3 depthwise, dilation 2",
                Convolution.same(6, 3).groups(6).dilation(2).padding(2)),
            Map.entry("3x3 of dilation 2", Convolution.same(6, 3).dilation(2).padding(2)),
            Map.entry("3x3 of dilation 4", Convolution.same(6, 3).dilation(4).padding(4)),
            Map.entry(
                "3x3 of dilation 2, stride 2",
                Convolution.same(6, 3).dilation(2).padding(2).stride(2)),
            Map.entry("5x5", Convolution.same(6, 5)),
            Map.entry("5x5 of dilation 2", Convolution.same(6, 5).dilation(2).padding(4)));
    List<Arguments> all = new ArrayList<>();
    for (Block block : Block.values()) {
      convolutions.forEach((text, c) -> all.add(Arguments.of(block, text, c)));
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void foldsToTheConvolutionItStandsFor(Block block, String text, Convolution c) {
    Graph graph = Randomized.of(network(block, 6, c), 7).graph();
    Graph folded = Folding.folded(graph);
    assertThat(folded.nodes()).hasSize(1);
    Conv conv = (Conv) folded.nodes().get(0).op();
    assertThat(conv.group()).isEqualTo(c.groups());
    assertThat(folded.nodes().get(0).input(1).shape().sizes())
        .containsExactly(c.outputs(), 6 / c.groups(), c.kernelHeight(), c.kernelWidth());
    assertThat(conv.window().dilations()).containsOnly(c.dilation());
    Folding.assertSame(folded, graph, 2, 6, 17, 20);
    Folding.assertSame(folded, graph, 1, 6, 12, 15);
  }

  @ParameterizedTest(name = "{0} is recognised as {1}")
  @CsvSource({
    "CONV, CONV_BN",
    "ACB, ACB",
    "DBB, DBB",
    "DBB2, DBB",
    "DBB3, DBB",
    "DBB4, DBB",
    "REPVGG, REPVGG",
    "MOBILEONE, MOBILEONE"
  })
  void isRecognisedInTheGraph(Block block, Family family) {
    Graph graph = Randomized.of(network(block, 6, Convolution.same(6, 3)), 7).graph();
    FoldResult result = RegionFolding.fold(Simplify.apply(graph));
    assertThat(result.folds()).hasSize(1);
    assertThat(result.folds().get(0).family()).isEqualTo(family);
    assertThat(result.refusals()).isEmpty();
  }

  /** A block that is trained changes its border with its norm. */
  @Test
  void padsWithWhatTheNormMakesOfZero() {
    NetworkBuilder builder = new NetworkBuilder("norm", 1);
    Value bordered = builder.root().borderedNorm("bn", builder.image(2), 1);
    Network network =
        builder
            .build(bordered)
            .with(
                Map.of(
                    "bn.weight", vector(3, -1),
                    "bn.bias", vector(0.5, 2),
                    "bn.running_mean", vector(-4, 0.25),
                    "bn.running_var", vector(8, 0.0625)));
    double[] y = Forward.output(network.graph(), 1, 2, 1, 1).doubles();
    double[] x = Forward.image(1, 2, 1, 1).doubles();
    double first = 3 / Math.sqrt(8 + 1e-5);
    double second = -1 / Math.sqrt(0.0625 + 1e-5);
    for (int i = 0; i < 9; i++) {
      double inside = i == 4 ? 1 : 0;
      assertThat(y[i]).isCloseTo((inside * x[0] + 4) * first + 0.5, within(1e-12));
      assertThat(y[9 + i]).isCloseTo((inside * x[1] - 0.25) * second + 2, within(1e-12));
    }
  }

  private static Tensor vector(double... values) {
    return Tensor.of(ElementType.FLOAT, new long[] {values.length}, values);
  }

  /** The names of the authors' programs. */
  @Test
  void namesItsParametersAsItsAuthors() {
    Convolution c = Convolution.same(6, 3);
    assertThat(names(network(Block.REPVGG, 6, c)))
        .contains(
            "block.rbr_dense.conv.weight",
            "block.rbr_dense.bn.running_mean",
            "block.rbr_1x1.conv.weight",
            "block.rbr_identity.weight")
        .hasSize(14);
    assertThat(names(network(Block.DBB, 6, c)))
        .contains(
            "block.dbb_origin.conv.weight",
            "block.dbb_origin.bn.bias",
            "block.dbb_avg.conv.weight",
            "block.dbb_avg.bn.bn.running_var",
            "block.dbb_avg.avgbn.weight",
            "block.dbb_1x1.conv.weight",
            "block.dbb_1x1.bn.weight",
            "block.dbb_1x1_kxk.idconv1.weight",
            "block.dbb_1x1_kxk.bn1.bn.weight",
            "block.dbb_1x1_kxk.conv2.weight",
            "block.dbb_1x1_kxk.bn2.weight")
        .hasSize(29);
    assertThat(names(network(Block.DBB, 6, c.groups(6))))
        .contains("block.dbb_1x1_kxk.conv1.weight", "block.dbb_avg.avgbn.bias")
        .hasSize(19);
    assertThat(names(network(Block.ACB, 6, c)))
        .contains("block.square_conv.weight", "block.ver_bn.bias", "block.hor_conv.weight")
        .hasSize(15);
    assertThat(names(network(Block.MOBILEONE, 6, c)))
        .contains(
            "block.rbr_conv.3.conv.weight",
            "block.rbr_conv.0.bn.weight",
            "block.rbr_scale.conv.weight",
            "block.rbr_skip.weight")
        .hasSize(29);
  }

  @Test
  void hasAnIdentityOnlyWhereTheShapeIsKept() {
    for (Block block : List.of(Block.REPVGG, Block.DBB3, Block.DBB4, Block.MOBILEONE)) {
      assertThat(names(network(block, 6, Convolution.same(6, 3))))
          .anyMatch(name -> name.matches(".*(identity|skip)\\.weight"));
      for (Convolution other : List.of(Convolution.same(8, 3), Convolution.same(6, 3).stride(2))) {
        assertThat(names(network(block, 6, other)))
            .noneMatch(name -> name.matches(".*(identity|skip)\\.weight"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Block.class)
  void keepsItsGroupNormsAndSaysWhy(Block block) {
    Graph graph =
        Randomized.of(network(block, 6, Convolution.same(6, 3), Normalization.GROUP), 7).graph();
    FoldResult result = RegionFolding.fold(Simplify.apply(graph));
    assertThat(Folding.count(result.graph(), "GroupNormalization"))
        .isEqualTo(Folding.count(graph, "GroupNormalization"))
        .isPositive();
    assertThat(result.refusals())
        .anySatisfy(refusal -> assertThat(refusal.reason()).contains("of each input"));
    Folding.assertSame(result.graph(), graph, 2, 6, 9, 12);
  }

  @Test
  void groupNormHas32GroupsOrTheMostThatDivideTheChannels() {
    NetworkBuilder builder = new NetworkBuilder("norms", 1, Normalization.GROUP);
    Value y = builder.root().norm("norm", builder.image(48));
    assertThat(builder.build(y).graph().nodes().get(0).op().attributes().integer("num_groups", 0))
        .isEqualTo(24);
  }

  @Test
  void standsForConvolutionsThatKeepTheSizeAtStride1() {
    Convolution c = Convolution.same(6, 3);
    for (Block block : Block.values()) {
      assertThat(block.fits(c.stride(2).groups(2))).isTrue();
      boolean any = block == Block.CONV;
      assertThat(block.fits(c.padding(0))).isEqualTo(any);
      assertThat(block.fits(c.dilation(2))).isEqualTo(any);
      assertThat(block.fits(Convolution.same(6, 1))).isEqualTo(any);
      assertThat(block.fits(Convolution.of(6, 2))).isEqualTo(any);
      assertThat(block.fits(c.kernel(1, 3).padding(0, 1))).isEqualTo(any);
    }
    assertThatThrownBy(() -> network(Block.DBB, 6, c.padding(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
