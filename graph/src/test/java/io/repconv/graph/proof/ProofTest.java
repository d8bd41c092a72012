package io.repconv.graph.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Origin;
import io.repconv.graph.RandomGraph;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.fold.Net;
import io.repconv.graph.fold.Net.Placed;
import io.repconv.graph.fold.RandomRegion;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.LeakyRelu;
import io.repconv.graph.op.Unary;
import io.repconv.graph.op.Window;
import io.repconv.graph.proof.Deployed.Drafted;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProofTest {
  private static final Placed SAME = Placed.kernel(3, 3).same();

  /** Two RepVGG blocks with an activation between and behind. */
  private static Graph repvgg() {
    Net net = new Net(7, "[N, 4, H, W]");
    return net.output(block(net, "2", block(net, "1", net.x)));
  }

  private static Value block(Net net, String name, Value x) {
    Value dense = net.norm(name + ".dense.norm", net.conv(name + ".dense", x, 4, SAME));
    Value point =
        net.norm(name + ".point.norm", net.conv(name + ".point", x, 4, Placed.kernel(1, 1)));
    Value sum = net.add(name + ".sum", dense, point);
    return net.relu(name + ".relu", net.add(name, sum, net.norm(name + ".skip", x)));
  }

  private static Graph deployed(Graph original) {
    return Deployed.stored(NormalForm.of(original).graph());
  }

  private static Proof prove(Graph original, Graph deployed) {
    return Proof.of(NormalForm.of(original), deployed);
  }

  @Test
  void aFoldThatWasRoundedOnceIsProved() {
    Proof proof = prove(repvgg(), deployed(repvgg()));
    assertThat(proof.parting()).isEmpty();
    assertThat(proof.isRounded()).isTrue();
    assertThat(proof.isWithinRounding()).isTrue();
    assertThat(proof.weights()).hasSize(4).allMatch(weight -> weight.elements() > 0);
  }

  private static Graph leaky(double slope) {
    GraphBuilder builder = new GraphBuilder("leaky");
    Value x = builder.input("x", ElementType.FLOAT, Shape.parse("N,4"));
    builder.output(builder.add(new LeakyRelu(slope), List.of(x), Origin.UNKNOWN, "y"));
    return builder.build();
  }

  @Test
  void numbersOfOperatorsAreComparedAsFilesHoldThem() {
    assertThat(prove(leaky(0.01), leaky(0.01f)).parting()).isEmpty();
    assertThat(prove(leaky(0.01), leaky(Math.nextUp(0.01f))).parting()).isPresent();
  }

  static Stream<Named<LongFunction<Graph>>> generators() {
    return Stream.of(
        Named.of("linear regions", RandomRegion::of),
        Named.of("all kinds of operators", RandomGraph::of));
  }

  @ParameterizedTest(name = "{0}, seeds 0 to 199")
  @MethodSource("generators")
  void noFoldThatIsRightFails(LongFunction<Graph> generator) {
    for (long seed = 0; seed < 200; seed++) {
      Graph original = generator.apply(seed);
      Proof proof = prove(original, deployed(original));
      assertThat(proof.parting()).as("seed %d", seed).isEmpty();
      assertThat(proof.isRounded()).as("seed %d: %s", seed, proof.worst()).isTrue();
      assertThat(proof.isWithinRounding()).as("seed %d: %s", seed, proof.worst()).isTrue();
    }
  }

  @Test
  void anySingleNumberThatIsOneUnitOffIsNamed() {
    Graph right = deployed(repvgg());
    Random random = new Random(3);
    for (int i = 0; i < 50; i++) {
      int which = random.nextInt(4 * 4 * 3 * 3);
      Graph wrong =
          Deployed.constants(
              right,
              (value, tensor) -> value.name().equals("2.weight") ? nudged(tensor, which) : tensor);
      Proof proof = prove(repvgg(), wrong);
      assertThat(proof.isRounded()).isFalse();
      assertThat(proof.worst())
          .hasValueSatisfying(
              worst -> {
                assertThat(worst.described()).isEqualTo("2.weight of 2 (Conv)");
                assertThat(worst.worst().orElseThrow().position())
                    .isEqualTo(List.of(which / 36L, which / 9 % 4L, which / 3 % 3L, which % 3L));
              });
    }
  }

  private static Tensor nudged(Tensor tensor, int which) {
    double[] values = tensor.doubles().clone();
    values[which] = Math.nextUp((float) values[which]);
    return Tensor.of(ElementType.FLOAT, tensor.dims(), values);
  }

  @Test
  void aFoldInFloat32IsWithinRoundingButNotRounded() {
    Graph wrong =
        Deployed.constants(
            deployed(repvgg()),
            (value, tensor) -> value.name().endsWith(".weight") ? nudged(tensor, 4) : tensor);
    Proof proof = prove(repvgg(), wrong);
    assertThat(proof.isRounded()).isFalse();
    assertThat(proof.isWithinRounding()).isTrue();
  }

  @Test
  void aWeightFartherOffThanRoundingIsNotProved() {
    Graph wrong =
        Deployed.constants(
            deployed(repvgg()),
            (value, tensor) ->
                value.name().equals("1.bias")
                    ? Tensor.of(
                        ElementType.FLOAT,
                        tensor.dims(),
                        java.util.Arrays.stream(tensor.doubles()).map(b -> b * 1.00001).toArray())
                    : tensor);
    Proof proof = prove(repvgg(), wrong);
    assertThat(proof.isWithinRounding()).isFalse();
    assertThat(proof.worst().orElseThrow().described()).isEqualTo("1.bias of 1 (Conv)");
  }

  @Test
  void aWindowThatLiesElsewhereIsAWeightThatDiffers() {
    Window shifted = Window.of(List.of(1, 1), List.of(1, 1), List.of(2, 1, 0, 1));
    Graph wrong =
        Deployed.nodes(
            deployed(repvgg()),
            node ->
                node.source().name().equals("2")
                    ? new Drafted(new Conv(shifted, 1), node.inputs(), node.source())
                    : node);
    // The domain is the same, the taps are not: it is the weights that differ.
    Proof proof = prove(repvgg(), wrong);
    assertThat(proof.isWithinRounding()).isFalse();
    assertThat(proof.worst().orElseThrow().layer()).isEqualTo("2 (Conv)");
  }

  @Test
  void anotherDomainParts() {
    Window cropped = Window.of(List.of(1, 1), List.of(1, 1), List.of(0, 1, 1, 1));
    Graph wrong =
        Deployed.nodes(
            deployed(repvgg()),
            node ->
                node.source().name().equals("2")
                    ? new Drafted(new Conv(cropped, 1), node.inputs(), node.source())
                    : node);
    assertThat(prove(repvgg(), wrong).parting())
        .hasValue(
            new Parting(
                "2 (Conv)",
                "2 (Conv)",
                "The original computes 2 (Conv), the deployed graph 2 (Conv)."));
  }

  @Test
  void anotherActivationPartsAtItsNode() {
    Graph wrong =
        Deployed.nodes(
            deployed(repvgg()),
            node ->
                node.source().output().name().equals("1.relu")
                    ? new Drafted(Unary.TANH, node.inputs(), node.source())
                    : node);
    Parting parting = prove(repvgg(), wrong).parting().orElseThrow();
    assertThat(parting.original()).isEqualTo("1.relu (Relu)");
    assertThat(parting.deployed()).isEqualTo("1.relu (Tanh)");
  }

  @Test
  void aKernelGrownWithZerosIsTheSameMap() {
    Net small = new Net(5, "[N, 2, H, W]");
    double[] weight = small.normal(4);
    Graph original =
        small.output(small.relu("y", small.conv("c", small.x, weight, 2, Placed.kernel(1, 1))));
    Net large = new Net(5, "[N, 2, H, W]");
    double[] centred = new double[36];
    for (int i = 0; i < 4; i++) {
      centred[9 * i + 4] = weight[i];
    }
    Graph deployed = large.output(large.relu("y", large.conv("c", large.x, centred, 2, SAME)));
    assertThat(prove(original, deployed).isRounded()).isTrue();
    centred[0] = 1e-3;
    Net other = new Net(5, "[N, 2, H, W]");
    Graph wrong = other.output(other.relu("y", other.conv("c", other.x, centred, 2, SAME)));
    assertThat(prove(original, wrong).worst().orElseThrow().worst().orElseThrow().position())
        .containsExactly(0L, 0L, 0L, 0L);
    assertThat(prove(wrong, original).isWithinRounding()).isFalse();
  }

  @Test
  void operandsOfASumMayStandEitherWay() {
    Graph original = sum(false);
    assertThat(prove(original, sum(true)).isRounded()).isTrue();
  }

  private static Graph sum(boolean crossed) {
    Net net = new Net(5, "[N, 2, H, W]");
    Value a = net.relu("a", net.conv("c", net.x, 2, SAME));
    Value b = net.node(Unary.TANH, "b", net.x);
    return net.output(crossed ? net.node(Binary.ADD, "y", b, a) : net.node(Binary.ADD, "y", a, b));
  }

  @Test
  void aBiasThatIsNotThereIsZero() {
    Net with = new Net(5, "[N, 2, H, W]");
    Graph biased = with.output(with.relu("y", with.conv("c", with.x, 2, SAME.biased())));
    Net without = new Net(5, "[N, 2, H, W]");
    Graph plain = without.output(without.relu("y", without.conv("c", without.x, 2, SAME)));
    Proof proof = prove(biased, plain);
    assertThat(proof.parting()).isEmpty();
    assertThat(proof.isWithinRounding()).isFalse();
    assertThat(proof.worst().orElseThrow().described())
        .isEqualTo("the bias that is not there of c (Conv)");
  }

  @Test
  void exchangedBranchesAreToldApart() {
    Net net = new Net(5, "[N, 2, H, W]");
    Value a = net.relu("a", net.conv("c", net.x, 2, SAME));
    Value b = net.relu("b", net.conv("d", net.x, 2, SAME));
    Graph original = net.output(net.concat("y", a, b));
    Graph exchanged =
        Deployed.nodes(
            deployed(original),
            node ->
                node.source().output().name().equals("y")
                    ? new Drafted(
                        node.op(),
                        List.of(node.inputs().get(1), node.inputs().get(0)),
                        node.source())
                    : node);
    assertThat(prove(original, deployed(original)).isRounded()).isTrue();
    assertThat(prove(original, exchanged).isWithinRounding()).isFalse();
  }
}
