package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out the nodes that give an input back unchanged ({@link Identities} says which).
 *
 * <p>The name of an output of the graph survives: what makes the value gets the name. Where it has
 * one of its own that is needed, as an input of the graph has, the node stays.
 */
public final class RemoveIdentities {
  private final Graph graph;
  private final Rebuild rebuild;
  private final Map<Value, Node> producers = new HashMap<>();

  /** The value that a node's output equals, after other nodes have been left out. */
  private final Map<Value, Value> sources = new HashMap<>();

  /** Names that values get because the node behind them, which had the name, is left out. */
  private final Map<Value, String> names = new HashMap<>();

  private final Set<Node> left = new HashSet<>();

  private RemoveIdentities(Graph graph) {
    this.graph = graph;
    this.rebuild = new Rebuild(graph);
  }

  public static Graph apply(Graph graph) {
    return new RemoveIdentities(graph).run();
  }

  private Graph run() {
    for (Node node : graph.nodes()) {
      node.outputs().forEach(output -> producers.put(output, node));
      Value same = Identities.sameAs(node, this::producer);
      if (same != null) {
        leaveOut(node, source(same));
      }
    }
    for (Node node : graph.nodes()) {
      if (left.contains(node)) {
        rebuild.replace(node.output(), rebuild.current(source(node.output())));
      } else if (node.outputs().stream().anyMatch(names::containsKey)) {
        List<String> all = node.outputs().stream().map(this::name).toList();
        rebuild.keepAs(node, all);
      } else {
        rebuild.keep(node);
      }
    }
    return rebuild.finish();
  }

  private @Nullable Node producer(Value value) {
    return producers.get(source(value));
  }

  private Value source(Value value) {
    return sources.getOrDefault(value, value);
  }

  private String name(Value value) {
    return names.getOrDefault(value, value.name());
  }

  private void leaveOut(Node node, Value same) {
    Value output = node.output();
    if (rebuild.isNamed(output)) {
      boolean renamed = rebuild.isNamed(same) || names.containsKey(same);
      if (renamed || !graph.outputs().contains(output) || !producers.containsKey(same)) {
        return;
      }
      names.put(same, output.name());
    }
    sources.put(output, same);
    left.add(node);
  }
}
