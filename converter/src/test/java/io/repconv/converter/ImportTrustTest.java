package io.repconv.converter;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.converter.onnx.OnnxFromGraph;
import io.repconv.converter.onnx.OnnxOptions;
import io.repconv.graph.Attributes;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Value;
import io.repconv.graph.fold.FoldResult;
import io.repconv.graph.fold.RegionFolding;
import io.repconv.graph.op.Vocabulary;
import io.repconv.graph.proof.NormalForm;
import io.repconv.runtime.RunnableModel;
import io.repconv.runtime.check.CheckPolicy;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.check.CheckedModel;
import io.repconv.runtime.check.EquivalenceCheck;
import io.repconv.runtime.ort.OrtModel;
import io.repconv.runtime.ort.OrtOptions;
import io.repconv.runtime.torch.TorchModel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A reader that mistakes an attribute cannot excuse itself: libtorch runs the original. */
class ImportTrustTest {
  private static final Path MODELS = Path.of(System.getProperty("repconv.fixtures"), "models");

  @TempDir Path folder;

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("epsilon", "repvgg.traced.pt", "BatchNormalization", a -> a.with("epsilon", 1e-3)),
        mistake("pads", "repvgg.traced.pt", "Conv", ImportTrustTest::shiftedPads),
        mistake(
            "count_include_pad",
            "average.traced.pt",
            "AveragePool",
            a -> a.with("count_include_pad", !a.flag("count_include_pad", false))),
        mistake(
            "align_corners",
            "deeplab.scripted.pt",
            "Resize",
            a -> a.with("coordinate_transformation_mode", "align_corners")));
  }

  private static Arguments mistake(
      String attribute, String file, String op, UnaryOperator<Attributes> change) {
    return Arguments.of(attribute, file, op, change);
  }

  /** What was padded before is padded behind. */
  private static Attributes shiftedPads(Attributes attributes) {
    List<Long> pads = attributes.integers("pads", List.of());
    return pads.stream().allMatch(pad -> pad == 0)
        ? attributes
        : attributes.with(
            "pads", List.of(0L, 0L, pads.get(0) + pads.get(2), pads.get(1) + pads.get(3)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void aMistakenAttributeFailsTheExport(
      String attribute, String file, String op, UnaryOperator<Attributes> change) {
    Graph imported = read(file);
    Graph mistaken = mutated(imported, op, change);
    RepconvException failure = Objects.requireNonNull(check(file, mistaken).failure());
    assertThat(failure.code()).isEqualTo(ErrorCode.IMPORT_DISAGREES);
    assertThat(failure).hasMessageContaining("the import disagrees with the original");
  }

  @Test
  void withoutAMistakeEachPasses() {
    for (String file : List.of("repvgg.traced.pt", "average.traced.pt", "deeplab.scripted.pt")) {
      assertThat(check(file, read(file)).failure()).as(file).isNull();
    }
  }

  private static Graph read(String file) {
    return Model.read(MODELS.resolve(file), ReadOptions.DEFAULT.withInput("Nx3xHxW")).graph();
  }

  /** The graph with all operators of a name changed. */
  private static Graph mutated(Graph graph, String name, UnaryOperator<Attributes> change) {
    GraphBuilder builder = new GraphBuilder(graph.name());
    graph.inputs().forEach(builder::keepInput);
    Map<Value, Value> renewed = new HashMap<>();
    boolean done = false;
    for (Node node : graph.nodes()) {
      Op op = node.op();
      Attributes changed = op.name().equals(name) ? change.apply(op.attributes()) : op.attributes();
      boolean here = !changed.equals(op.attributes());
      op = here ? Vocabulary.operator(name, changed).orElseThrow() : op;
      done |= here;
      List<Value> inputs = node.inputs().stream().map(v -> renewed.getOrDefault(v, v)).toList();
      List<String> names = node.outputs().stream().map(Value::name).toList();
      List<Value> outputs = builder.addAll(op, inputs, node.origin(), node.name(), names);
      for (int i = 0; i < outputs.size(); i++) {
        renewed.put(node.outputs().get(i), outputs.get(i));
      }
    }
    assertThat(done).as(name).isTrue();
    graph.outputs().forEach(output -> builder.output(renewed.getOrDefault(output, output)));
    return builder.build();
  }

  /** Folds and deploys what was read, mistaken or not, and checks it against the file. */
  private CheckReport check(String file, Graph imported) {
    FoldResult folded = RegionFolding.fold(imported);
    Path deployed = folder.resolve(file + ".onnx");
    OnnxFromGraph.write(folded.graph(), OnnxOptions.DEFAULT, deployed);
    List<String> inputs = imported.inputs().stream().map(Value::name).toList();
    List<String> outputs = imported.outputs().stream().map(Value::name).toList();
    try (RunnableModel original = TorchModel.open(MODELS.resolve(file), inputs, outputs, 1);
        RunnableModel written = OrtModel.open(deployed, OrtOptions.OPTIMIZED)) {
      return new EquivalenceCheck(
              new CheckedModel(imported, original),
              new CheckedModel(folded.graph(), written),
              Optional.of(NormalForm.of(folded)),
              true,
              CheckPolicy.DEFAULT)
          .run();
    }
  }
}
