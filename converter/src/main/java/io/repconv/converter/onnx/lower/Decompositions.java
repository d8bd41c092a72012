package io.repconv.converter.onnx.lower;

import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The one list of operators that older opsets lack or that runtimes do not agree on, and what they
 * are composed of.
 */
public final class Decompositions {
  /** For the nodes that need it in models of an opset before this one. */
  private record Entry(int opset, Predicate<Node> needed, Decomposition decomposition) {
    Entry(int opset, Decomposition decomposition) {
      this(opset, node -> true, decomposition);
    }
  }

  /** For nodes that runtimes do not compute as they are meant, whatever the opset. */
  private static final int EVERY = Integer.MAX_VALUE;

  private static final Map<String, Entry> ENTRIES =
      Map.of(
          "Gelu", new Entry(20, Activations::gelu),
          "HardSwish", new Entry(14, Activations::hardSwish),
          "Mish", new Entry(18, Activations::mish),
          "LayerNormalization", new Entry(17, Normalizations::layer),
          "GroupNormalization", new Entry(21, Normalizations::group),
          "AveragePool", new Entry(EVERY, CountedPads::isNeeded, CountedPads::explicit),
          "Shape", new Entry(15, ShapeRange::isNeeded, ShapeRange::sliced));

  private Decompositions() {}

  private static Optional<Decomposition> of(Node node, int opset) {
    Entry entry = ENTRIES.get(node.op().name());
    if (entry == null || opset >= entry.opset() || !node.op().isModelled()) {
      return Optional.empty();
    }
    return entry.needed().test(node) ? Optional.of(entry.decomposition()) : Optional.empty();
  }

  /**
   * The graph with every operator that the opset lacks composed of others; itself if there is none.
   */
  public static Graph apply(Graph graph, int opset) {
    if (graph.nodes().stream().noneMatch(node -> of(node, opset).isPresent())) {
      return graph;
    }
    GraphBuilder builder = new GraphBuilder(graph.name());
    Map<Value, Value> replaced = new HashMap<>();
    Set<String> taken = new HashSet<>();
    graph.inputs().forEach(builder::keepInput);
    graph.inputs().forEach(input -> taken.add(input.name()));
    graph.nodes().forEach(node -> node.outputs().forEach(output -> taken.add(output.name())));
    for (Node node : graph.nodes()) {
      List<Value> inputs = node.inputs().stream().map(v -> replaced.getOrDefault(v, v)).toList();
      Optional<Decomposition> decomposition = of(node, opset);
      if (decomposition.isPresent()) {
        Value whole = decomposition.get().apply(node, inputs, new Parts(builder, node, taken));
        replaced.put(node.output(), whole);
      } else if (inputs.equals(node.inputs())) {
        builder.keep(node);
      } else {
        List<String> names = node.outputs().stream().map(Value::name).toList();
        List<Value> made = builder.addAll(node.op(), inputs, node.origin(), node.name(), names);
        for (int i = 0; i < made.size(); i++) {
          replaced.put(node.outputs().get(i), made.get(i));
        }
      }
    }
    graph.outputs().forEach(output -> builder.output(replaced.getOrDefault(output, output)));
    return builder.build();
  }
}
