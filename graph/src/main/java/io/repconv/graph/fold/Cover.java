package io.repconv.graph.fold;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Uses;
import io.repconv.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses which values to write as one convolution over which base, so that the whole costs least.
 *
 * <p>For a value v and a base b of it, with b at hand,
 *
 * <pre>
 * best(v, b) = min( one convolution,
 *                   v's own node + the sum of best(u, b) over its inputs u,
 *                   best(v, m) + best(m, b) for a base m between them )
 * total(v)   = min over b of best(v, b) + total(b)
 * </pre>
 *
 * where a value that must exist anyway (something not linear reads it) costs nothing to start from, and one that several nodes
 * read is shared by them. Decisions are taken from the outputs backwards, for the values that are still needed.
 */
final class Cover {
  private final Graph graph;
  private final Uses uses;
  private final Steps steps;
  private final Forms forms;
  private final Prices prices;
  private final Set<Value> existing = new HashSet<>();
  private final Map<Value, Map<Value, Choice>> best = new HashMap<>();
  private final Map<Value, Double> totals = new HashMap<>();

  /** What it costs, and whether as one convolution. */
  private record Choice(double cost, boolean folded) {}

  Cover(Graph graph, Uses uses, Steps steps, Forms forms, Prices prices) {
    this.graph = graph;
    this.uses = uses;
    this.steps = steps;
    this.forms = forms;
    this.prices = prices;
    findExisting();
    for (Node node : graph.nodes()) {
      node.outputs().forEach(this::price);
    }
  }

  /** The regions to write, by their exit. */
  Map<Value, Region> regions() {
    Map<Value, Region> regions = new LinkedHashMap<>();
    Set<Value> needed = new HashSet<>(graph.outputs());
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      boolean keep = false;
      for (Value value : node.outputs()) {
        if (needed.contains(value)) {
          Optional<Region> region = decide(value);
          region.ifPresent(r -> regions.put(value, r));
          region.ifPresent(r -> needed.add(r.base()));
          keep |= region.isEmpty();
        }
      }
      if (keep) {
        needed.addAll(node.inputs());
      }
    }
    return regions;
  }

  /** Values that a node outside the algebra reads, or that leave the graph. */
  private void findExisting() {
    Set<Node> inside = new HashSet<>();
    for (Node node : graph.nodes()) {
      for (Value value : node.outputs()) {
        LinearStep step = steps.step(value);
        if (step != null) {
          inside.addAll(step.nodes());
        }
      }
    }
    existing.addAll(graph.outputs());
    for (Node node : graph.nodes()) {
      if (!inside.contains(node)) {
        existing.addAll(node.inputs());
      }
    }
  }

  private void price(Value value) {
    List<Form> bases = forms.of(value);
    if (bases.isEmpty()) {
      totals.put(value, 0.0);
      return;
    }
    Map<Value, Choice> choices = new HashMap<>();
    best.put(value, choices);
    double total = Double.POSITIVE_INFINITY;
    for (Form form : bases) {
      Choice choice = choice(value, form, choices);
      choices.put(form.base(), choice);
      total = Math.min(total, choice.cost() + totalOf(form.base()));
    }
    totals.put(value, total);
  }

  private double totalOf(Value base) {
    return existing.contains(base) ? 0 : totals.getOrDefault(base, 0.0);
  }

  private Choice choice(Value value, Form form, Map<Value, Choice> nearer) {
    double folded = prices.convolution(form, value);
    double kept = kept(value, form.base());
    for (Form between : forms.of(value)) {
      Choice first = nearer.get(between.base());
      Choice rest = best.getOrDefault(between.base(), Map.of()).get(form.base());
      if (first != null && rest != null) {
        kept = Math.min(kept, first.cost() + rest.cost());
      }
    }
    return new Choice(Math.min(folded, kept), folded <= kept);
  }

  /** The value's own nodes, and its inputs at their best. */
  private double kept(Value value, Value base) {
    double sum = prices.step(value, steps);
    for (Value input : Set.copyOf(steps.required(value).inputs())) {
      if (input != base && !existing.contains(input)) {
        Choice choice = best.getOrDefault(input, Map.of()).get(base);
        if (choice == null) {
          return Double.POSITIVE_INFINITY;
        }
        sum += choice.cost() / Math.max(1, uses.count(input));
      }
    }
    return sum;
  }

  /** The region to write for a needed value, empty where its own node stays. */
  private Optional<Region> decide(Value value) {
    Map<Value, Choice> choices = best.get(value);
    if (choices == null) {
      return Optional.empty();
    }
    Form chosen = null;
    double least = Double.POSITIVE_INFINITY;
    for (Form form : forms.of(value)) {
      Choice choice = choices.get(form.base());
      double cost = choice == null ? Double.POSITIVE_INFINITY : choice.cost() + totalOf(form.base());
      // An equal cost over a farther base leaves fewer nodes.
      if (chosen == null || cost <= least) {
        chosen = form;
        least = cost;
      }
    }
    if (chosen == null || !isFolded(choices, chosen)) {
      return Optional.empty();
    }
    Region region = Region.between(chosen, value, steps);
    return isWorthWriting(region) ? Optional.of(region) : Optional.empty();
  }

  private static boolean isFolded(Map<Value, Choice> choices, Form form) {
    Choice choice = choices.get(form.base());
    return choice != null && choice.folded();
  }

  /** A node that is one convolution already stays as it is, unless its zeros make the new one smaller. */
  private boolean isWorthWriting(Region region) {
    List<Node> nodes = region.nodes(steps);
    double before = nodes.stream().mapToDouble(prices::node).sum();
    return nodes.size() > 1 || prices.convolution(region.form(), region.exit()) < before;
  }
}
