package io.repconv.graph.fold;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Uses;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The forms of every linear value: over which earlier values it is one convolution, proven step by
 * step along all paths. The nearest base comes first.
 */
final class Forms {
  /** A chain of linear steps is not followed over more bases than this. */
  private static final int MOST_BASES = 16;

  private final Steps steps;
  private final Uses uses;
  private final Prices prices;
  private final ForwardSums sums;
  private final Map<Value, List<Form>> byValue = new HashMap<>();
  private final List<Stop> stops = new ArrayList<>();

  Forms(Graph graph, Uses uses, Steps steps, Prices prices) {
    this.steps = steps;
    this.uses = uses;
    this.prices = prices;
    this.sums = new ForwardSums(steps);
    for (Node node : graph.nodes()) {
      for (Value value : node.outputs()) {
        LinearStep step = steps.step(value);
        if (step != null) {
          byValue.put(value, formsOf(node, value, step));
        }
      }
    }
  }

  List<Form> of(Value value) {
    return byValue.getOrDefault(value, List.of());
  }

  Optional<Form> over(Value value, Value base) {
    return of(value).stream().filter(form -> form.base() == base).findFirst();
  }

  ForwardSums sums() {
    return sums;
  }

  /** A composition that was tried at a node and is not exact over a base. */
  record Stop(Node node, Value base, String reason) {}

  List<Stop> stops() {
    return stops;
  }

  private List<Form> formsOf(Node node, Value value, LinearStep step) {
    List<Form> forms = new ArrayList<>();
    List<Value> inputs = step.inputs();
    for (Form first : candidates(inputs.get(0))) {
      List<Form> parts = new ArrayList<>(List.of(first));
      for (Value other : inputs.subList(1, inputs.size())) {
        candidates(other).stream()
            .filter(form -> form.base() == first.base())
            .findFirst()
            .ifPresent(parts::add);
      }
      if (parts.size() == inputs.size() && forms.size() < MOST_BASES) {
        try {
          forms.add(step.form(parts, sums));
        } catch (NotOneConvolution refused) {
          stops.add(new Stop(node, first.base(), refused.reason()));
        }
      }
    }
    return inputs.size() == 1 ? withoutIdleBase(value, inputs.get(0), forms) : forms;
  }

  /** The forms to start from at an input: the input itself, and what it is a form of. */
  private List<Form> candidates(Value input) {
    if (!Steps.hasChannels(input) || input.isConstant()) {
      return List.of();
    }
    List<Form> all = new ArrayList<>();
    all.add(Form.identity(input, input.shape().rank() - 2, Steps.channels(input)));
    all.addAll(of(input));
    return all;
  }

  /**
   * Leaves out the input as a base where nothing else reads it and, however the input is made,
   * going on from there costs no more than stopping at it: no best cover does.
   */
  private List<Form> withoutIdleBase(Value value, Value input, List<Form> forms) {
    boolean last = uses.count(input) > 1 || forms.size() < 2 || forms.get(0).base() != input;
    if (last) {
      return forms;
    }
    double onward = Math.min(prices.step(value, steps), prices.convolution(forms.get(0), value));
    List<Form> earlier = forms.subList(1, forms.size());
    return earlier.stream()
            .allMatch(form -> prices.convolution(form, value) <= toInput(input, form) + onward)
        ? earlier
        : forms;
  }

  /** What it costs at least to come from a form's base to an input. */
  private double toInput(Value input, Form form) {
    double convolution =
        over(input, form.base())
            .map(before -> prices.convolution(before, input))
            .orElse(Double.POSITIVE_INFINITY);
    return Math.min(convolution, ownNodes(input, form.base()));
  }

  /** What the input's own nodes cost, and at least what is made for them alone. */
  private double ownNodes(Value input, Value base) {
    List<Value> read = steps.required(input).inputs();
    if (read.size() == 1) {
      return read.get(0) == base ? prices.step(input, steps) : Double.POSITIVE_INFINITY;
    }
    double sum = prices.step(input, steps);
    for (Value part : read) {
      if (uses.count(part) == 1 && steps.step(part) != null) {
        double least = prices.step(part, steps);
        for (Form form : of(part)) {
          least = Math.min(least, prices.convolution(form, part));
        }
        sum += least;
      }
    }
    return sum;
  }
}
