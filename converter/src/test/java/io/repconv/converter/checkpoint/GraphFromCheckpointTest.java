package io.repconv.converter.checkpoint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.repconv.converter.Fixtures;
import io.repconv.converter.input.InputShape;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.Interpreter;
import io.repconv.runtime.zoo.Architectures;
import io.repconv.runtime.zoo.Convolution;
import io.repconv.runtime.zoo.Network;
import io.repconv.runtime.zoo.NetworkBuilder;
import io.repconv.runtime.zoo.Parameter;
import io.repconv.runtime.zoo.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphFromCheckpointTest {
  private static final String TINY = "ResNet-18:width=2,num_classes=5";

  @TempDir private Path folder;

  private static Graph read(Path file, String architecture, String... inputs) {
    List<InputShape> shapes = List.of(inputs).stream().map(InputShape::parse).toList();
    return GraphFromCheckpoint.read(file, Optional.of(architecture), shapes, false).graph();
  }

  /** A file with the initial weights of a network, some of them changed. */
  private Path checkpoint(String architecture, UnaryOperator<Map<String, Tensor>> change) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : Architectures.build(architecture, 1).parameters()) {
      tensors.put(parameter.name(), requireNonNull(parameter.value().constant()));
    }
    Path file = folder.resolve("model.safetensors");
    new Safetensors(change.apply(tensors), Map.of()).write(file);
    return file;
  }

  private static Tensor floats(Path file, long... dims) throws IOException {
    return Tensor.stored(ElementType.FLOAT, dims, ByteBuffer.wrap(Files.readAllBytes(file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pth", "legacy.pth", "wrapped.pth", "channels-last.pth", "double.pth"})
  void computesWhatTorchDoes(String form) throws IOException {
    Tensor image = floats(Fixtures.checkpoint("in"), 1, 3, 33, 35);
    Tensor expected = floats(Fixtures.checkpoint("out"), 1, 5);
    Graph graph = read(Fixtures.checkpoint(form), TINY);
    Tensor output = requireNonNull(Interpreter.run(graph, Map.of("input", image)).get("output"));

    for (int i = 0; i < expected.size(); i++) {
      double scale = Math.abs(expected.doubleAt(i));
      assertThat(output.doubleAt(i)).isCloseTo(expected.doubleAt(i), offset(1e-6 * scale));
    }
  }

  @Test
  void anInputShapeReplacesTheNetworksOwn() {
    Graph graph = read(Fixtures.checkpoint("pth"), TINY, "batchx3x64x96");

    assertThat(graph.inputs().get(0).shape()).hasToString("[batch, 3, 64, 96]");
    assertThat(graph.outputs().get(0).shape()).hasToString("[batch, 5]");
    assertThat(graph.symbols()).containsExactly("batch");
  }

  @ParameterizedTest
  @CsvSource({
    "1x4x64x64, RC-201, in_channels=C",
    "3x64x64, RC-201, the network takes [N; 3; H; W]",
    "mask=1x3x64x64, RC-202, [input]"
  })
  void refusesAShapeThatTheNetworkDoesNotTake(String shape, String code, String said) {
    assertThatThrownBy(() -> read(Fixtures.checkpoint("pth"), TINY, shape))
        .hasMessageContaining(said.replace(';', ','))
        .hasMessageContaining(code);
  }

  @ParameterizedTest
  @CsvSource({
    "ResNet-18:width=2, num_classes=5",
    "ResNet-18:num_classes=5, width=2",
    "ResNet-18, width=2"
  })
  void aDifferenceInSizesNamesTheSettings(String asked, String setting) {
    assertThatThrownBy(() -> read(Fixtures.checkpoint("pth"), asked))
        .hasMessageContaining("its tensors are not the parameters of " + asked)
        .hasMessageContaining("It was trained with other sizes. Say --arch ResNet-18:")
        .hasMessageContaining(setting)
        .hasMessageContaining("[RC-121]");
  }

  @Test
  void otherChannelsOfTheImageAreNamed() {
    Path file = checkpoint("ResNet-18:width=2,in_channels=1", tensors -> tensors);

    assertThatThrownBy(() -> read(file, "ResNet-18:width=2"))
        .hasMessageContaining("1 different (conv1.weight is [2, 1, 7, 7] in place of [2, 3, 7, 7])")
        .hasMessageContaining("Say --arch ResNet-18:width=2,in_channels=1.");
  }

  @Test
  void theVariantThatFitsIsNamed() {
    assertThatThrownBy(() -> read(Fixtures.checkpoint("pth"), "ResNet-34:width=2,num_classes=5"))
        .hasMessageContaining("80 missing (layer1.2.conv1.weight, ")
        .hasMessageContaining("Its tensors are exactly those of " + TINY)
        .hasMessageContaining("Say --arch " + TINY + ".");
  }

  @Test
  void aDeployedCheckpointIsToldFromItsBiases() {
    assertThatThrownBy(() -> read(Fixtures.checkpoint("deployed.pth"), TINY))
        .hasMessageContaining("20 unexpected (conv1.bias, ")
        .hasMessageContaining(
            "already deployed: layer1.0.conv1 is a merged convolution where branches are expected")
        .hasMessageContaining("before the branches were merged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage0.rbr_reparam", "stage1.1.reparam_conv", "block.dbb_reparam"})
  void aDeployedCheckpointIsToldFromItsNames(String module) {
    Path file =
        checkpoint(
            TINY,
            tensors -> {
              Map<String, Tensor> merged = new LinkedHashMap<>(tensors);
              merged.remove("layer1.0.conv1.weight");
              merged.put(module + ".weight", Tensor.ofFloats(new long[] {1, 1, 1, 1}, 1));
              return merged;
            });

    assertThatThrownBy(() -> read(file, TINY))
        .hasMessageContaining("already deployed: " + module + ".weight is a merged convolution");
  }

  @Test
  void aNetworkWithinALargerModelIsToldFromItsPrefix() {
    Path file =
        checkpoint(
            TINY,
            tensors -> {
              Map<String, Tensor> larger = new LinkedHashMap<>();
              tensors.forEach((name, tensor) -> larger.put("encoder.body." + name, tensor));
              larger.put("decoder.weight", Tensor.ofFloats(new long[] {1}, 1));
              return larger;
            });

    assertThatThrownBy(() -> read(file, TINY))
        .hasMessageContaining("stand under 'encoder.body', beside others")
        .hasMessageContaining("torch.save(model.encoder.body.state_dict(), path)");
  }

  @Test
  void anotherArchitectureIsToldFromItsNames() {
    Path file =
        checkpoint(
            TINY,
            tensors -> {
              Map<String, Tensor> other = new LinkedHashMap<>();
              tensors.forEach((name, tensor) -> other.put("x" + name.replace('.', '_'), tensor));
              return other;
            });

    assertThatThrownBy(() -> read(file, TINY))
        .hasMessageContaining("102 missing")
        .hasMessageContaining("102 unexpected")
        .hasMessageContaining("It has 0 of the network's 102 names")
        .hasMessageContaining("the checkpoint of another architecture");
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "unexpected", "different"})
  void oneTensorIsEnoughToRefuse(String kind) {
    Path file =
        checkpoint(
            TINY,
            tensors -> {
              Map<String, Tensor> changed = new LinkedHashMap<>(tensors);
              Tensor bias = requireNonNull(changed.get("bn1.bias"));
              switch (kind) {
                case "missing" -> changed.remove("bn1.bias");
                case "unexpected" -> changed.put("bn1.scale", bias);
                default -> changed.put("bn1.bias", bias.reshaped(1, 2));
              }
              return changed;
            });

    assertThatThrownBy(() -> read(file, TINY))
        .hasMessageContaining("1 " + kind + " (bn1.")
        .hasMessageContaining("[RC-121]");
  }

  @Test
  void namesThatNobodyCouldReadAreShortened() {
    Path file =
        checkpoint(
            TINY,
            tensors -> {
              Map<String, Tensor> changed = new LinkedHashMap<>(tensors);
              String name = "\u001b[31m" + "x".repeat(100_000);
              changed.put(name, Tensor.ofFloats(new long[] {1}, 1));
              return changed;
            });

    assertThatThrownBy(() -> read(file, TINY))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000).doesNotContain("\u001b"))
        .hasMessageContaining("1 unexpected (?[31mxxx");
  }

  @Test
  void integersInPlaceOfAWeightAreRefused() {
    Path file =
        checkpoint(
            TINY,
            tensors -> {
              Map<String, Tensor> changed = new LinkedHashMap<>(tensors);
              changed.put("bn1.bias", Tensor.ofInts(1, 2));
              return changed;
            });

    assertThatThrownBy(() -> read(file, TINY))
        .hasMessageContaining("bn1.bias is of type int64 in place of float");
  }

  @Test
  void withoutAnArchitectureTheOneThatFitsIsNamed() {
    assertThatThrownBy(
            () ->
                GraphFromCheckpoint.read(
                    Fixtures.checkpoint("pth"), Optional.empty(), List.of(), false))
        .hasMessageContaining("the file holds 102 weights by name, and no graph")
        .hasMessageContaining("say --arch ResNet-18:num_classes=5,width=2.")
        .hasMessageContaining("[RC-117]");
  }

  @Test
  void withoutAnArchitectureOneThatNearlyFitsIsNamed() {
    Path file =
        checkpoint(
            TINY,
            tensors -> {
              Map<String, Tensor> changed = new LinkedHashMap<>(tensors);
              changed.put("projection.weight", Tensor.ofFloats(new long[] {1}, 1));
              return changed;
            });

    assertThatThrownBy(() -> GraphFromCheckpoint.read(file, Optional.empty(), List.of(), false))
        .hasMessageContaining("Most of their names are those of ResNet-18");
  }

  @Test
  void withoutAnArchitectureADeployedCheckpointIsToldFromItsNames() {
    Path file =
        checkpoint(
            TINY,
            tensors -> Map.of("stage0.rbr_reparam.weight", Tensor.ofFloats(new long[] {1}, 1)));

    assertThatThrownBy(() -> GraphFromCheckpoint.read(file, Optional.empty(), List.of(), false))
        .hasMessageContaining("already deployed (stage0.rbr_reparam.weight)")
        .hasMessageContaining("torch.jit.trace")
        .hasMessageContaining("[RC-117]");
  }

  @Test
  void aCheckpointOfTrainingNamesItsArchitecture() {
    Path file = folder.resolve("best");
    StateDict weights = StateDict.read(Fixtures.checkpoint("pth"));
    new TrainingCheckpoint(TINY, weights.tensors(), Map.of(), "{}").write(file);

    assertThat(
            GraphFromCheckpoint.read(file, Optional.empty(), List.of(), false)
                .graph()
                .outputs()
                .get(0)
                .shape())
        .hasToString("[N, 5]");
  }

  /** A network with an auxiliary head. */
  private static Network withAuxiliary() {
    NetworkBuilder network = new NetworkBuilder("n", 1);
    Scope root = network.root();
    Value x = root.conv("conv", network.image(3), Convolution.of(4, 1));
    return network.build(
        root.conv("head", x, Convolution.of(2, 1)), root.conv("aux", x, Convolution.of(2, 1)));
  }

  @Test
  void anAuxiliaryHeadMayBeMissingWhereItIsNotNeeded() {
    Network network = withAuxiliary();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    network.parameters().forEach(p -> tensors.put(p.name(), requireNonNull(p.value().constant())));
    tensors.remove("aux.weight");
    KeyDifference difference = KeyDifference.of(tensors, network);

    assertThat(difference.missing()).containsExactly("aux.weight");
    assertThat(difference.isOutside(network.deployed())).isTrue();
    assertThat(difference.isOutside(network.graph())).isFalse();

    tensors.remove("head.weight");
    assertThat(KeyDifference.of(tensors, network).isOutside(network.deployed())).isFalse();
  }
}
