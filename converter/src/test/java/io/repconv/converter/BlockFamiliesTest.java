package io.repconv.converter;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Origin;
import io.repconv.graph.Value;
import io.repconv.graph.fold.Fold;
import io.repconv.graph.fold.RegionFolding;
import io.repconv.graph.fold.family.Family;
import io.repconv.graph.pass.Simplify;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Families of whole models, in the forms that exporters give them, with every name scrambled. What
 * is a convolution and its norm anyway is left out.
 */
class BlockFamiliesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "repvgg.traced.pt, repvgg",
    "repvgg.frozen-folded.pt, repvgg",
    "repvgg.onnx13.onnx, repvgg",
    "repvgg-se.traced.pt, repvgg",
    "repvgg-dilated.onnx13-bn.onnx, repvgg",
    "quantisation-aware.traced.pt, repvgg",
    "weighted-point.traced.pt, repvgg",
    "acb.traced.pt, acb",
    "acb-crop.onnx13.onnx, acb",
    "dbb.traced.pt, dbb",
    "dbb-assign.onnx11-static.onnx, dbb",
    "dbb-depthwise.scripted.pt, dbb",
    "mobileone.traced.pt, mobileone",
    "mobileone.onnx13.onnx, mobileone",
    "norm-after-sum.traced.pt, mobileone",
    "large-kernel.traced.pt, large-kernel mobileone",
    "dilated-branches.traced.pt, dilated-reparam",
    "repmixer.traced.pt, rep-mixer",
    "repmixer.onnx13-bn.onnx, rep-mixer",
    "edge.traced.pt, edge-block",
    "average.traced.pt, average-branch",
    "ghost.traced.pt, conv-identity",
    "linear-inception.traced.pt, inception",
    "expand.traced.pt, sequence",
    "corners-and-bars.traced.pt, linear-region",
    "halves.traced.pt, linear-region",
  })
  void familyIsFoundWithoutNames(String model, String families) {
    Graph scrambled = scrambled(Model.read(Fixtures.model(model)).graph());

    List<Fold> folds = RegionFolding.fold(Simplify.apply(scrambled)).folds();

    assertThat(
            folds.stream()
                .map(Fold::family)
                .filter(family -> family != Family.CONV_BN)
                .map(Family::id)
                .distinct()
                .sorted())
        .containsExactly(families.split(" ", -1));
  }

  @Test
  void everyFamilyIsInTheGuide() throws IOException {
    String guide = Files.readString(Fixtures.page("docs/guide/families.md"));

    for (Family family : Family.values()) {
      assertThat(guide).contains("| " + family.title() + " | `" + family.id() + "` | ");
    }
  }

  /** The same graph with numbers for names, and nothing about where its nodes were. */
  private static Graph scrambled(Graph graph) {
    GraphBuilder builder = new GraphBuilder("g");
    Map<Value, Value> made = new HashMap<>();
    for (Value input : graph.inputs()) {
      made.put(input, builder.input("v" + made.size(), input.type()));
    }
    for (Node node : graph.nodes()) {
      List<Value> inputs = new ArrayList<>();
      for (Value input : node.inputs()) {
        inputs.add(made.computeIfAbsent(input, v -> constant(builder, v, made.size())));
      }
      List<String> names =
          node.outputs().stream().map(v -> "w" + v.hashCode()).collect(Collectors.toList());
      List<Value> outputs =
          builder.addAll(node.op(), inputs, Origin.UNKNOWN, "n" + made.size(), names);
      for (int i = 0; i < outputs.size(); i++) {
        made.put(node.outputs().get(i), outputs.get(i));
      }
    }
    graph.outputs().forEach(output -> builder.output(made.getOrDefault(output, output)));
    return builder.build();
  }

  private static Value constant(GraphBuilder builder, Value value, int number) {
    return value.constant() == null ? value : builder.constant("c" + number, value.constant());
  }
}
