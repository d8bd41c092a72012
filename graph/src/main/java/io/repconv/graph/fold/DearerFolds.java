package io.repconv.graph.fold;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Folds that would be exact and are not made because one convolution costs more than what it would
 * replace: a depthwise convolution into the pointwise one behind it, branches of distant dilations.
 */
final class DearerFolds {
  private final Steps steps;
  private final Forms forms;
  private final Prices prices;
  private final Cover cover;

  DearerFolds(Steps steps, Forms forms, Prices prices, Cover cover) {
    this.steps = steps;
    this.forms = forms;
    this.prices = prices;
    this.cover = cover;
  }

  /**
   * The reasons, each at the node that ends the sequence or joins the branches. Of folds over one
   * base the outermost is named.
   *
   * @param kept the nodes that stay
   * @param written the regions that are written, by their exits
   */
  Map<Node, String> reasons(Graph graph, Set<Node> kept, Map<Value, Region> written) {
    Map<Node, String> reasons = new HashMap<>();
    Map<Value, Set<Value>> named = new HashMap<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      for (Value value : node.outputs()) {
        if (!kept.contains(node) && !written.containsKey(value)) {
          continue;
        }
        Region own = written.get(value);
        smallest(value, own == null ? List.of(value) : own.values())
            .filter(region -> !named.getOrDefault(region.base(), Set.of()).contains(value))
            .filter(region -> prices.convolution(region.form(), value) > left(region))
            .ifPresent(
                region -> {
                  named
                      .computeIfAbsent(region.base(), base -> new HashSet<>())
                      .addAll(region.values());
                  reasons.put(layer(value), reason(region));
                });
      }
    }
    return reasons;
  }

  /**
   * The smallest region that ends at a value and merges a window with another.
   *
   * @param own the values that are computed together as it is
   */
  private Optional<Region> smallest(Value value, List<Value> own) {
    Set<Value> together = Set.copyOf(own);
    for (Form form : forms.of(value)) {
      Region region = Region.between(form, value, steps);
      long windows =
          region.values().stream().filter(v -> !together.contains(v) && isWeighted(v)).count();
      boolean joined = own.stream().anyMatch(this::isWeighted);
      if (form.weighted() && windows + (joined ? 1 : 0) > 1) {
        return Optional.of(region);
      }
    }
    return Optional.empty();
  }

  private boolean isWeighted(Value value) {
    return steps.step(value) instanceof WindowStep window && window.isWeighted();
  }

  /** What the region costs as it is. */
  private double left(Region region) {
    return cover.cost(region.exit(), region.base());
  }

  private String reason(Region region) {
    Value exit = region.exit();
    return String.format(
        Locale.ROOT,
        "left: one convolution would cost %,d instead of %,d multiply-adds per output position, numbers moved included",
        prices.perPosition(prices.convolution(region.form(), exit), exit),
        prices.perPosition(left(region), exit));
  }

  /** The node of a value, or of the layer before it where it is that layer's norm or scale. */
  private Node layer(Value value) {
    Value layer = value;
    while (steps.step(layer) instanceof AffineStep affine && steps.step(affine.input()) != null) {
      layer = affine.input();
    }
    List<Node> nodes = steps.required(layer).nodes();
    return nodes.get(nodes.size() - 1);
  }
}
