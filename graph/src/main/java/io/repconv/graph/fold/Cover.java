package io.repconv.graph.fold;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Uses;
import io.repconv.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
 * where a value that must exist anyway (something that is in no region reads it) costs nothing to
 * start from, and one that several nodes read is shared by them: those between it and v bear their
 * part of best(m, b) and total(b).
 */
final class Cover {
  /** What is one convolution already is written anew only for a gain that prices can tell. */
  private static final double LEAST_GAIN = 0.99;

  private final Graph graph;
  private final Uses uses;
  private final Steps steps;
  private final Forms forms;
  private final Prices prices;
  private final Set<Value> existing = new HashSet<>();
  private final Map<Value, Map<Value, Choice>> best = new HashMap<>();
  private final Map<Value, Double> totals = new HashMap<>();
  private final Map<Value, Map<Value, Double>> shares = new HashMap<>();

  /**
   * The cheapest way to a value.
   *
   * @param folded whether it is one convolution
   * @param by the base between at which it stops, null where there is none
   */
  private record Choice(double cost, boolean folded, @Nullable Value by) {}

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

  /** Values that a node reads which is in no region, or that leave the graph. */
  private void findExisting() {
    Set<Node> inside = new HashSet<>();
    for (Node node : graph.nodes()) {
      for (Value value : node.outputs()) {
        if (!forms.of(value).isEmpty()) {
          inside.addAll(steps.required(value).nodes());
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
    Map<Value, Double> parts = new HashMap<>();
    bases.forEach(form -> parts.put(form.base(), share(form, value)));
    shares.put(value, parts);
    Map<Value, Choice> choices = new HashMap<>();
    best.put(value, choices);
    double total = Double.POSITIVE_INFINITY;
    for (Form form : bases) {
      Choice choice = choice(value, form, choices);
      choices.put(form.base(), choice);
      total = Math.min(total, choice.cost() + borne(value, form.base(), totalOf(form.base())));
    }
    totals.put(value, total);
  }

  private double totalOf(Value base) {
    return totals.getOrDefault(base, 0.0);
  }

  /** What falls to a value of the cost of a base of it. */
  private double borne(Value value, Value base, double cost) {
    double part = shares.getOrDefault(value, Map.of()).getOrDefault(base, 1.0);
    return part == 0 ? 0 : part * cost;
  }

  /** How many of the readers of a form's base lie between it and the value, as a part of all. */
  private double share(Form form, Value value) {
    if (existing.contains(form.base())) {
      return 0;
    }
    int readers = uses.count(form.base());
    if (readers <= 1) {
      return 1;
    }
    long inside =
        Region.between(form, value, steps).nodes(steps).stream()
            .flatMap(node -> node.inputs().stream())
            .filter(input -> input == form.base())
            .count();
    return (double) inside / readers;
  }

  private Choice choice(Value value, Form form, Map<Value, Choice> nearer) {
    Choice least = new Choice(prices.convolution(form, value), true, null);
    double kept = kept(value, form.base());
    if (kept < least.cost()) {
      least = new Choice(kept, false, null);
    }
    for (Form between : forms.of(value)) {
      Choice first = nearer.get(between.base());
      Choice rest = best.getOrDefault(between.base(), Map.of()).get(form.base());
      if (first != null && rest != null) {
        double sum = first.cost() + borne(value, between.base(), rest.cost());
        if (sum < least.cost()) {
          least = new Choice(sum, false, between.base());
        }
      }
    }
    return least;
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

  /** The least that the way to a value costs once a base of it is at hand. */
  double cost(Value value, Value base) {
    return chosen(best.getOrDefault(value, Map.of()), base).cost();
  }

  /** The region to write for a value that is needed, empty where its own node stays. */
  Optional<Region> region(Value value) {
    Map<Value, Choice> choices = best.get(value);
    if (choices == null) {
      return Optional.empty();
    }
    Value chosen = null;
    double least = Double.POSITIVE_INFINITY;
    for (Form form : forms.of(value)) {
      double cost =
          chosen(choices, form.base()).cost() + borne(value, form.base(), totalOf(form.base()));
      // An equal cost over a farther base leaves fewer nodes.
      if (cost <= least) {
        chosen = form.base();
        least = cost;
      }
    }
    while (chosen != null && chosen(choices, chosen).by() != null) {
      chosen = chosen(choices, chosen).by();
    }
    if (chosen == null || !chosen(choices, chosen).folded()) {
      return Optional.empty();
    }
    return forms
        .over(value, chosen)
        .map(form -> Region.between(form, value, steps))
        .filter(this::isWorthWriting);
  }

  private static Choice chosen(Map<Value, Choice> choices, Value base) {
    Choice choice = choices.get(base);
    return choice == null ? new Choice(Double.POSITIVE_INFINITY, false, null) : choice;
  }

  /**
   * A node that is one convolution already stays as it is, unless its zeros make the new one
   * smaller.
   */
  private boolean isWorthWriting(Region region) {
    List<Node> nodes = region.nodes(steps);
    double before = nodes.stream().mapToDouble(prices::node).sum();
    int written = region.form().extension().isPadNode() ? 2 : 1;
    return nodes.size() > written
        || prices.convolution(region.form(), region.exit()) < LEAST_GAIN * before;
  }
}
