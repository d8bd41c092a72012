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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Folds every linear region of a graph that is cheaper as one convolution.
 *
 * <p>Each value that follows linearly from an earlier one gets its {@link Form} over it, if every
 * step of every path between them composes exactly; {@link Cover} chooses what to write; {@link
 * KernelRows} computes the weights, in double. The pass is linear in the nodes of the graph.
 */
public final class RegionFolding {
  private final Graph graph;
  private final Uses uses;
  private final Steps steps;
  private final Forms forms;
  private final Prices prices = new Prices();
  private final BlockReader blocks;

  private RegionFolding(Graph graph) {
    this.graph = graph;
    this.uses = new Uses(graph);
    this.steps = new Steps(graph, uses);
    this.forms = new Forms(graph, uses, steps, prices);
    this.blocks = new BlockReader(uses, steps);
  }

  /**
   * Folds a graph. Constants should have been folded before, so that what is constant shows as
   * such.
   */
  public static FoldResult fold(Graph graph) {
    return new RegionFolding(graph).run();
  }

  /** A region that is written, and the part of the graph it replaces. */
  private record Chosen(Region region, List<Node> replaced) {}

  private FoldResult run() {
    Cover cover = new Cover(graph, uses, steps, forms, prices);
    Map<Value, Chosen> chosen = new HashMap<>();
    Set<Node> kept = choose(cover, chosen);
    GraphBuilder builder = new GraphBuilder(graph.name());
    graph.nodes().forEach(node -> node.outputs().forEach(v -> builder.reserve(v.name())));
    graph.nodes().forEach(node -> node.inputs().forEach(v -> builder.reserve(v.name())));
    graph.inputs().forEach(builder::keepInput);
    Set<String> nodeNames = new HashSet<>();
    kept.forEach(node -> nodeNames.add(node.name()));
    List<Fold> folds = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (kept.contains(node)) {
        builder.keep(node);
      }
      for (Value value : node.outputs()) {
        Chosen choice = chosen.get(value);
        if (choice != null) {
          folds.add(fold(builder, choice, nodeNames));
        }
      }
    }
    graph.outputs().forEach(builder::output);
    return new FoldResult(builder.build(), List.copyOf(folds), refusals(cover, kept, chosen));
  }

  /**
   * Decides from the outputs backwards, for values that are still needed.
   *
   * @return the nodes that stay
   */
  private Set<Node> choose(Cover cover, Map<Value, Chosen> chosen) {
    Set<Node> kept = new HashSet<>();
    Set<Value> needed = new HashSet<>(graph.outputs());
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      // A node of several outputs stays whole: one that is needed as it is keeps the others.
      List<Value> wanted = node.outputs().stream().filter(needed::contains).toList();
      List<Chosen> regions = wanted.stream().flatMap(v -> choice(cover, v).stream()).toList();
      if (regions.size() < wanted.size()) {
        kept.add(node);
        needed.addAll(node.inputs());
      } else {
        regions.forEach(choice -> chosen.put(choice.region().exit(), choice));
        regions.forEach(choice -> needed.add(choice.region().base()));
      }
    }
    return kept;
  }

  private Optional<Chosen> choice(Cover cover, Value value) {
    return cover
        .region(value)
        .flatMap(
            region ->
                RegionGraphs.nodesBetween(region, uses).map(nodes -> new Chosen(region, nodes)));
  }

  private Fold fold(GraphBuilder builder, Chosen chosen, Set<String> nodeNames) {
    Region region = chosen.region();
    List<Node> nodes = region.nodes(steps);
    Origin origin = Origin.merge(nodes.stream().map(Node::origin).toList());
    WrittenConvolution written = WrittenConvolution.of(region, steps, forms.sums());
    Node node = Writing.write(builder, region, written, origin, nodeNames);
    Derivation derivation = new Derivation(region, steps, forms);
    double bound =
        Arrays.stream(forms.sums().deviation(region.exit(), region.base())).max().orElse(0);
    return new Fold(
        origin,
        node,
        derivation.steps(),
        cost(nodes, nodes.size(), derivation.branches()),
        cost(List.of(node), region.form().extension().isPadNode() ? 2 : 1, 1),
        bound,
        written.magnitudes(),
        blocks.between(region.base(), region.exit()),
        () -> RegionGraphs.original(region, chosen.replaced()),
        () -> RegionGraphs.folded(region, written));
  }

  private static Cost cost(List<Node> nodes, int count, int branches) {
    long parameters = 0;
    Dim multiplyAdds = Dim.of(0);
    Set<Value> counted = new HashSet<>();
    for (Node node : nodes) {
      for (Value input : node.inputs()) {
        boolean parameter =
            input.isConstant() && input.element().isFloating() && counted.add(input);
        parameters += parameter ? input.shape().elements().value() : 0;
      }
      if (Prices.multiplyAddsPerElement(node) > 1 && node.output().shape().isRanked()) {
        multiplyAdds =
            multiplyAdds.plus(
                node.output().shape().elements().times(Prices.multiplyAddsPerElement(node)));
      }
    }
    return new Cost(count, branches, parameters, multiplyAdds);
  }

  /** What kept nodes from folding, and what folded regions from reaching farther back. */
  private List<Refusal> refusals(Cover cover, Set<Node> kept, Map<Value, Chosen> chosen) {
    Map<Node, Region> regions = new HashMap<>();
    Map<Value, Region> written = new HashMap<>();
    for (Chosen choice : chosen.values()) {
      written.put(choice.region().exit(), choice.region());
      choice.region().nodes(steps).forEach(node -> regions.put(node, choice.region()));
    }
    Map<Node, String> reasons = new HashMap<>();
    for (Forms.Stop stop : forms.stops()) {
      Region region = regions.get(stop.node());
      boolean inside =
          region != null && (region.base() == stop.base() || region.values().contains(stop.base()));
      if (!inside && (region != null || kept.contains(stop.node()))) {
        // Stops come nearest base first: the farthest tells what a longer fold met.
        reasons.put(stop.node(), stop.reason());
      }
    }
    steps.refusals().forEach(reasons::putIfAbsent);
    Map<Node, String> dearer =
        new DearerFolds(steps, forms, prices, cover).reasons(graph, kept, written);
    List<Refusal> refusals = new ArrayList<>();
    for (Node node : graph.nodes()) {
      boolean exact = !reasons.containsKey(node);
      String reason = exact ? dearer.get(node) : reasons.get(node);
      if (reason != null && (kept.contains(node) || regions.containsKey(node))) {
        refusals.add(new Refusal(node.described(), reason, exact));
      }
    }
    return List.copyOf(refusals);
  }
}
