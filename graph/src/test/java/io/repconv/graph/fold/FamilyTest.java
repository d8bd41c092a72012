package io.repconv.graph.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import io.repconv.graph.Value;
import io.repconv.graph.fold.family.Block;
import io.repconv.graph.fold.family.Branch;
import io.repconv.graph.fold.family.Family;
import io.repconv.graph.op.Binary;
import org.junit.jupiter.api.Test;

/** What a block is called, and what it takes to be called otherwise. */
class FamilyTest {
  private final Net net = new Net(1, "[N, 6, H, W]");

  private Value square(String name, int kernel) {
    return net.norm(name + ".bn", net.conv(name, net.x, 6, same(kernel)));
  }

  private Value deep(String name, int kernel, int dilation) {
    return net.conv(name, net.x, 6, same(kernel).dilation(dilation).same().group(6));
  }

  private Value point(String name) {
    return net.conv(name, net.x, 6, Net.Placed.kernel(1, 1));
  }

  private static Net.Placed same(int kernel) {
    return Net.Placed.kernel(kernel, kernel).same();
  }

  private Value sum(Value first, Value... more) {
    Value sum = first;
    for (int i = 0; i < more.length; i++) {
      sum = net.add("sum" + i, sum, more[i]);
    }
    return sum;
  }

  private Block block(Value exit) {
    Graph graph = net.output(exit);
    return new BlockReader(graph).between(graph.inputs().get(0), exit);
  }

  private Family family(Value exit) {
    return Family.of(block(exit));
  }

  @Test
  void oneSquareBesideAPointIsRepVgg() {
    assertThat(family(sum(square("a", 3), point("b"), net.norm("id", net.x))))
        .isEqualTo(Family.REPVGG);
  }

  @Test
  void aDepthwiseSquareBesideAPointIsMobileOne() {
    assertThat(family(sum(deep("a", 3, 1), deep("b", 1, 1), net.x))).isEqualTo(Family.MOBILEONE);
  }

  @Test
  void severalSquaresBesideAPointAreMobileOne() {
    assertThat(family(sum(square("a", 3), square("b", 3), point("c")))).isEqualTo(Family.MOBILEONE);
  }

  @Test
  void twoEqualSquaresAloneAreNoFamily() {
    assertThat(family(sum(square("a", 3), square("b", 3)))).isEqualTo(Family.LINEAR_REGION);
  }

  @Test
  void squareAndBothBarsAreAcbAndOneBarIsNot() {
    Value wide = net.conv("w", net.x, 6, Net.Placed.kernel(1, 3).same());
    Value tall = net.conv("t", net.x, 6, Net.Placed.kernel(3, 1).same());
    Value one = net.add("one", square("a", 3), wide);
    Value both = net.add("both", one, tall);
    BlockReader reader = new BlockReader(net.output(one, both));

    assertThat(Family.of(reader.between(net.x, both))).isEqualTo(Family.ACB);
    assertThat(Family.of(reader.between(net.x, one))).isEqualTo(Family.LINEAR_REGION);
  }

  @Test
  void aPointBeforeASquareMakesItDbb() {
    Value sequence = net.conv("s2", point("s1"), 6, same(3));
    assertThat(family(sum(square("a", 3), sequence))).isEqualTo(Family.DBB);
  }

  @Test
  void averagePoolingAloneBesideASquareIsAnAverageBranch() {
    Value pool = net.average("pool", net.x, same(3), true);
    assertThat(family(sum(square("a", 3), pool))).isEqualTo(Family.AVERAGE_BRANCH);
  }

  @Test
  void anAverageThatMayNotFoldIsSeenAllTheSame() {
    Value pool = net.average("pool", point("p"), same(3), false);
    assertThat(family(sum(square("a", 3), pool))).isEqualTo(Family.DBB);
  }

  @Test
  void depthwiseKernelsOfTwoSizesAreALargeKernel() {
    assertThat(family(sum(deep("a", 7, 1), deep("b", 3, 1)))).isEqualTo(Family.LARGE_KERNEL);
  }

  @Test
  void aDilatedKernelWithinALargerOneIsADilatedReparam() {
    assertThat(family(sum(deep("a", 7, 1), deep("b", 3, 3)))).isEqualTo(Family.DILATED_REPARAM);
  }

  @Test
  void aDilatedKernelBeyondTheLargerOneIsNone() {
    assertThat(family(sum(deep("a", 7, 1), deep("b", 3, 4)))).isEqualTo(Family.LINEAR_REGION);
  }

  @Test
  void anIdentitySubtractedFromDepthwiseBranchesIsARepMixer() {
    Value mixed = sum(deep("a", 3, 1), net.x);
    Value difference = net.node(Binary.SUB, "sub", mixed, net.norm("bn", net.x));
    Block block = block(net.add("out", net.x, difference));

    assertThat(Family.of(block)).isEqualTo(Family.REP_MIXER);
    assertThat(block.branches().stream().map(Branch::toString))
        .containsExactlyInAnyOrder("identity", "3x3 depthwise", "identity", "-(identity BN)");
  }

  @Test
  void aScaledSobelBehindAPointIsAnEdgeBlock() {
    double[] weight = new double[54];
    double[] mask = {1, 0, -1, 2, 0, -2, 1, 0, -1};
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (0.1 * (i / 9 - 2) * mask[i % 9]);
    }
    Value edge = net.conv("edge", point("p"), weight, 6, Net.Placed.kernel(3, 3).same().group(6));
    assertThat(family(sum(square("a", 3), edge))).isEqualTo(Family.EDGE_BLOCK);

    weight[4] += 1e-3;
    Net other = new Net(2, "[N, 6, H, W]");
    Value near = other.conv("edge", other.x, weight, 6, Net.Placed.kernel(3, 3).same().group(6));
    Value sum = other.add("sum", other.conv("a", other.x, 6, same(3)), near);
    assertThat(Family.of(new BlockReader(other.output(sum)).between(other.x, sum)))
        .isNotEqualTo(Family.EDGE_BLOCK);
  }

  @Test
  void concatenatedBranchesAreInceptionAlsoWhereSomeAreSums() {
    assertThat(family(net.concat("cat", square("a", 3), sum(square("b", 3), point("c")))))
        .isEqualTo(Family.INCEPTION);
  }

  @Test
  void channelsThatWereSplitAreNone() {
    var halves = net.split("split", net.x, 3, 3);
    Value a = net.conv("a", halves.get(0), 3, same(3));
    assertThat(family(net.concat("cat", a, halves.get(1)))).isEqualTo(Family.LINEAR_REGION);
  }

  @Test
  void aNormBehindTheSumChangesNothingAndAConvolutionDoes() {
    Value sum = sum(square("a", 3), point("b"));
    Value normed = net.norm("after", sum);
    Value mixed = net.conv("mix", normed, 6, Net.Placed.kernel(1, 1));
    BlockReader reader = new BlockReader(net.output(normed, mixed));

    assertThat(Family.of(reader.between(net.x, normed))).isEqualTo(Family.REPVGG);
    assertThat(reader.between(net.x, normed).after()).hasToString("[BN]");
    assertThat(Family.of(reader.between(net.x, mixed))).isEqualTo(Family.LINEAR_REGION);
  }

  @Test
  void branchesOfDifferentStrideAreNone() {
    Net fixed = new Net(3, "[1, 6, 8, 8]");
    Value a = fixed.conv("a", fixed.x, 6, Net.Placed.kernel(1, 1).stride(2));
    Value b = fixed.conv("b", fixed.x, 6, Net.Placed.kernel(5, 5));
    Value sum = fixed.add("sum", a, b);
    assertThat(Family.of(new BlockReader(fixed.output(sum)).between(fixed.x, sum)))
        .isEqualTo(Family.LINEAR_REGION);
  }

  @Test
  void morePathsThanABlockHasAreNotListed() {
    Value value = net.x;
    for (int i = 0; i < 12; i++) {
      value = net.add("s" + i, value, net.norm("n" + i, value));
    }
    Block block = block(value);

    assertThat(block.branches()).isEmpty();
    assertThat(Family.of(block)).isEqualTo(Family.LINEAR_REGION);
  }

  @Test
  void oneConvolutionIsConvBnAndSeveralAreASequence() {
    Value first = net.norm("bn", net.conv("c1", net.x, 6, Net.Placed.kernel(1, 1)));
    Value second = net.conv("c3", first, 6, Net.Placed.kernel(3, 3));
    BlockReader reader = new BlockReader(net.output(first, second));

    assertThat(Family.of(reader.between(net.x, first))).isEqualTo(Family.CONV_BN);
    assertThat(Family.of(reader.between(net.x, second))).isEqualTo(Family.SEQUENCE);
  }
}
