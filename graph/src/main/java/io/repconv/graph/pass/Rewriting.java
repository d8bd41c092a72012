package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.Origin;
import io.repconv.graph.Tensor;
import io.repconv.graph.Uses;
import io.repconv.graph.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces nodes one by one by others that give the same value. What a replaced node read stays
 * until {@link RemoveDeadNodes}.
 */
final class Rewriting {
  private final Rebuild rebuild;
  private final Uses uses;

  /** Nodes that are part of a replacement already. */
  private final Set<Node> taken = new HashSet<>();

  private Rewriting(Graph graph) {
    this.rebuild = new Rebuild(graph);
    this.uses = new Uses(graph);
  }

  /** What may stand in the place of a node that ends a pattern. */
  interface Rule {
    /** The replacement of a node with one output, null where the rule does not apply. */
    @Nullable Replacement apply(Node node, Rewriting graph);
  }

  /**
   * A node of one output.
   *
   * @param inputs values of the graph as it was, or new constants
   * @param replaced all nodes it does the work of, for its origin
   */
  record Replacement(Op op, List<Value> inputs, List<Node> replaced) {}

  static Graph apply(Graph graph, Rule rule) {
    Rewriting rewriting = new Rewriting(graph);
    for (Node node : graph.nodes()) {
      Replacement replacement = node.outputs().size() == 1 ? rule.apply(node, rewriting) : null;
      if (replacement == null) {
        rewriting.rebuild.keep(node);
      } else {
        rewriting.replace(node, replacement);
      }
    }
    return rewriting.rebuild.finish();
  }

  private void replace(Node node, Replacement replacement) {
    taken.addAll(replacement.replaced());
    List<Value> inputs = replacement.inputs().stream().map(rebuild::current).toList();
    Origin origin = Origin.merge(replacement.replaced().stream().map(Node::origin).toList());
    List<String> names = List.of(node.output().name());
    rebuild.replace(
        node.output(),
        rebuild.builder().addAll(replacement.op(), inputs, origin, node.name(), names).get(0));
  }

  /**
   * The node that makes a value, where nothing else reads the value and its name: the node goes
   * when its reader is replaced. Null otherwise.
   */
  @Nullable Node onlyFor(Value value) {
    Node producer = uses.producer(value);
    boolean free = producer != null && producer.outputs().size() == 1 && !taken.contains(producer);
    return free && uses.count(value) == 1 && !rebuild.isNamed(value) ? producer : null;
  }

  /** The node that makes a value, whoever else reads it. */
  @Nullable Node producer(Value value) {
    return uses.producer(value);
  }

  /**
   * Adds a node of one output in front of the replacement.
   *
   * @param inputs as in {@link Replacement}
   * @param like the node whose place it takes
   * @param name one that the graph does not have
   */
  Value add(Op op, List<Value> inputs, Node like, String name) {
    List<Value> current = inputs.stream().map(rebuild::current).toList();
    return rebuild.builder().add(op, current, like.origin(), name);
  }

  Value constant(String name, Tensor tensor) {
    return rebuild.builder().constant(name, tensor);
  }
}
