package io.repconv.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who makes and who reads each value of a graph. */
public final class Uses {
  private final Map<Value, Node> producers = new HashMap<>();
  private final Map<Value, List<Node>> readers = new HashMap<>();
  private final Map<Value, Boolean> outputs = new HashMap<>();

  public Uses(Graph graph) {
    for (Node node : graph.nodes()) {
      node.outputs().forEach(output -> producers.put(output, node));
      node.inputs()
          .forEach(input -> readers.computeIfAbsent(input, v -> new ArrayList<>(1)).add(node));
    }
    graph.outputs().forEach(output -> outputs.put(output, true));
  }

  /** The node that makes the value, null for inputs and constants. */
  public @Nullable Node producer(Value value) {
    return producers.get(value);
  }

  /** The nodes that read the value; one that reads it twice stands here twice. */
  public List<Node> readers(Value value) {
    return readers.getOrDefault(value, List.of());
  }

  public boolean isOutput(Value value) {
    return outputs.containsKey(value);
  }

  /** Readings of the value, being an output of the graph counted as one. */
  public int count(Value value) {
    return readers(value).size() + (isOutput(value) ? 1 : 0);
  }
}
