package io.repconv.graph.fold;

import io.repconv.graph.Dim;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Origin;
import io.repconv.graph.Uses;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Folds every linear region of a graph that is cheaper as one convolution.
 *
 * <p>Each value that follows linearly from an earlier one gets its {@link Form} over it, if every step of every path between
 * them composes exactly; {@link Cover} chooses what to write; {@link KernelRows} computes the weights, in double. The pass is
 * linear in the nodes of the graph.
 */
public final class RegionFolding {
  private final Graph graph;
  private final Uses uses;
  private final Steps steps;
  private final Forms forms;
  private final Prices prices = new Prices();

  private RegionFolding(Graph graph) {
    this.graph = graph;
    this.uses = new Uses(graph);
    this.steps = new Steps(graph, uses);
    this.forms = new Forms(graph, uses, steps, prices);
  }

  /** Folds a graph. Constants should have been folded before, so that what is constant shows as such. */
  public static FoldResult fold(Graph graph) {
    return new RegionFolding(graph).run();
  }

  private FoldResult run() {
    Map<Value, Region> regions = new Cover(graph, uses, steps, forms, prices).regions();
    Map<Value, Graph> originals = new HashMap<>();
    regions
        .values()
        .removeIf(
            region -> {
              Optional<Graph> original = RegionGraphs.original(region, uses);
              original.ifPresent(g -> originals.put(region.exit(), g));
              return original.isEmpty();
            });
    GraphBuilder builder = new GraphBuilder(graph.name());
    graph.nodes().forEach(node -> node.outputs().forEach(v -> builder.reserve(v.name())));
    graph.nodes().forEach(node -> node.inputs().forEach(v -> builder.reserve(v.name())));
    graph.inputs().forEach(builder::keepInput);
    Set<Node> kept = keptNodes(regions);
    List<Fold> folds = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (kept.contains(node)) {
        builder.keep(node);
      } else {
        for (Value value : node.outputs()) {
          Region region = regions.get(value);
          Graph original = originals.get(value);
          if (region != null && original != null) {
            folds.add(fold(builder, region, original));
          }
        }
      }
    }
    graph.outputs().forEach(builder::output);
    return new FoldResult(builder.build(), List.copyOf(folds), refusals(kept));
  }

  /** Nodes that something still reads, going back from the outputs around the folded regions. */
  private Set<Node> keptNodes(Map<Value, Region> regions) {
    Set<Node> kept = new HashSet<>();
    Set<Value> needed = new HashSet<>(graph.outputs());
    List<Region> used = new ArrayList<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      for (Value value : node.outputs()) {
        Region region = regions.get(value);
        if (needed.contains(value) && region != null) {
          needed.add(region.base());
          used.add(region);
        } else if (needed.contains(value) && kept.add(node)) {
          needed.addAll(node.inputs());
        }
      }
    }
    regions.values().retainAll(new HashSet<>(used));
    return kept;
  }

  private Fold fold(GraphBuilder builder, Region region, Graph original) {
    List<Node> nodes = region.nodes(steps);
    Origin origin = Origin.merge(nodes.stream().map(Node::origin).toList());
    WrittenConvolution written = WrittenConvolution.of(region, steps, forms.sums());
    Node node = Writing.write(builder, region, written, origin);
    Derivation derivation = new Derivation(region, steps, forms);
    double bound =
        Arrays.stream(forms.sums().deviation(region.exit(), region.base())).max().orElse(0);
    return new Fold(
        origin,
        node,
        derivation.steps(),
        cost(nodes, derivation.branches()),
        cost(List.of(node), 1),
        bound,
        original,
        RegionGraphs.folded(region, written));
  }

  private static Cost cost(List<Node> nodes, int branches) {
    long parameters = 0;
    Dim multiplyAdds = Dim.of(0);
    Set<Value> counted = new HashSet<>();
    for (Node node : nodes) {
      for (Value input : node.inputs()) {
        boolean parameter = input.isConstant() && input.element().isFloating() && counted.add(input);
        parameters += parameter ? input.shape().elements().value() : 0;
      }
      if (Prices.multiplyAddsPerElement(node) > 1 && node.output().shape().isRanked()) {
        multiplyAdds =
            multiplyAdds.plus(
                node.output().shape().elements().times(Prices.multiplyAddsPerElement(node)));
      }
    }
    return new Cost(nodes.size(), branches, parameters, multiplyAdds);
  }

  private List<Refusal> refusals(Set<Node> kept) {
    Map<Node, String> reasons = new LinkedHashMap<>(forms.refusals());
    steps.refusals().forEach((node, reason) -> {
      if (kept.contains(node)) {
        reasons.putIfAbsent(node, reason);
      }
    });
    List<Refusal> refusals = new ArrayList<>();
    for (Node node : graph.nodes()) {
      String reason = reasons.get(node);
      if (reason != null) {
        refusals.add(new Refusal(node.described(), reason));
      }
    }
    return List.copyOf(refusals);
  }
}
