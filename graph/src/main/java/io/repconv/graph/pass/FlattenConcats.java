package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Origin;
import io.repconv.graph.Uses;
import io.repconv.graph.Value;
import io.repconv.graph.op.Concat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A concatenation of concatenations along the same axis is one, which copies everything once.
 *
 * <pre>
 * Concat(a, Concat(b, c), d)  =>  Concat(a, b, c, d)
 * </pre>
 *
 * <p>Not where anything else reads the inner one. It is for folded graphs: branches that are
 * concatenated on their own may be one convolution, which they cannot be among others.
 */
public final class FlattenConcats {
  private final Graph graph;
  private final Uses uses;
  private final Rebuild rebuild;

  /** The concatenations whose parts become those of their one reader. */
  private final Set<Node> inner = new HashSet<>();

  private FlattenConcats(Graph graph) {
    this.graph = graph;
    this.uses = new Uses(graph);
    this.rebuild = new Rebuild(graph);
  }

  public static Graph apply(Graph graph) {
    return new FlattenConcats(graph).run();
  }

  private Graph run() {
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Concat outer) {
        node.inputs().forEach(part -> find(part, outer));
      }
    }
    for (Node node : graph.nodes()) {
      if (!(node.op() instanceof Concat)) {
        rebuild.keep(node);
      } else if (!inner.contains(node)) {
        flatten(node);
      }
    }
    return rebuild.finish();
  }

  private void find(Value part, Concat outer) {
    Node node = uses.producer(part);
    boolean only = uses.count(part) == 1 && !rebuild.isNamed(part) && part.shape().isRanked();
    if (only && node != null && node.op() instanceof Concat concat) {
      int rank = part.shape().rank();
      if (Math.floorMod(outer.axis(), rank) == Math.floorMod(concat.axis(), rank)) {
        inner.add(node);
      }
    }
  }

  private void flatten(Node node) {
    List<Value> parts = new ArrayList<>();
    List<Origin> origins = new ArrayList<>();
    origins.add(node.origin());
    Deque<Value> pending = new ArrayDeque<>(node.inputs());
    while (!pending.isEmpty()) {
      Value part = pending.pop();
      Node producer = uses.producer(part);
      if (producer == null || !inner.contains(producer)) {
        parts.add(rebuild.current(part));
        continue;
      }
      origins.add(producer.origin());
      for (int i = producer.inputs().size() - 1; i >= 0; i--) {
        pending.push(producer.inputs().get(i));
      }
    }
    if (origins.size() == 1) {
      rebuild.keep(node);
      return;
    }
    List<String> names = List.of(node.output().name());
    Origin origin = Origin.merge(origins);
    rebuild.replace(
        node.output(),
        rebuild.builder().addAll(node.op(), parts, origin, node.name(), names).get(0));
  }
}
