package io.repconv.graph.fold;

import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names what the algebra did at each node of a region, and counts its branches. */
final class Derivation {
  private final Region region;
  private final Steps steps;
  private final Forms forms;
  private final List<Step> named = new ArrayList<>();

  Derivation(Region region, Steps steps, Forms forms) {
    this.region = region;
    this.steps = steps;
    this.forms = forms;
  }

  List<Step> steps() {
    for (Value value : region.values()) {
      name(steps.required(value), node(value));
    }
    int groups = region.form().reach().groups();
    if (groups > 1) {
      add(Rewrite.GROUPED_KERNEL, node(region.exit()), groups + " groups hold every weight");
    }
    return List.copyOf(named);
  }

  /** The node that makes a value, as messages call it. */
  private String node(Value value) {
    List<Node> nodes = steps.required(value).nodes();
    return nodes.get(nodes.size() - 1).described();
  }

  private void name(LinearStep step, String at) {
    if (step instanceof SumStep sum) {
      identity(sum.left(), at);
      identity(sum.right(), at);
      add(Rewrite.BRANCH_ADDITION, at, "kernels and biases are added");
    } else if (step instanceof ConcatStep concat) {
      concat.inputs().forEach(input -> identity(input, at));
      add(Rewrite.DEPTH_CONCATENATION, at, concat.inputs().size() + " stacks of rows");
    } else if (step instanceof RowsStep rows) {
      add(
          Rewrite.CHANNEL_SPLIT,
          at,
          "rows %d to %d".formatted(rows.from(), rows.from() + rows.count() - 1));
    } else if (step instanceof AffineStep affine) {
      identity(affine.input(), at);
      add(affine.rewrite(), at, "rows scaled, bias shifted");
    } else if (step instanceof WindowStep window) {
      name(window, at);
    }
  }

  private void identity(Value input, String at) {
    if (input == region.base()) {
      add(Rewrite.IDENTITY_AS_KERNEL, at, "");
    }
  }

  private void name(WindowStep window, String at) {
    boolean small = window.support().size() < region.form().taps();
    String size = "kernel " + size(window);
    if (window.rewrite() != Rewrite.CONVOLUTION) {
      Rewrite rewrite =
          window.border().extension().isPadNode() ? Rewrite.SHARED_PADDING : window.rewrite();
      add(rewrite, at, window.rewrite() == Rewrite.AVERAGE_POOL_AS_KERNEL ? size : border(window));
    } else if (window.input() == region.base()) {
      add(small ? Rewrite.SMALL_KERNEL_INTO_LARGE : Rewrite.CONVOLUTION, at, size);
    } else {
      add(Rewrite.SEQUENCE_AS_KERNEL, at, size + ", " + border(window));
    }
  }

  private String border(WindowStep window) {
    if (!window.readsOutside()) {
      return "it never reads outside its input";
    }
    if (window.input() == region.base()) {
      return "its border is the input's own";
    }
    if (window.border().extension().isPadNode()) {
      return "its border repeats the input's, which a pointwise map before it commutes with";
    }
    double[] deviation = window.deviation(forms.sums().bias(window.input(), region.base()));
    double largest = java.util.Arrays.stream(deviation).max().orElse(0);
    return largest == 0
        ? "its border is the bias of what comes before, exactly"
        : "its border is the bias of what comes before, within %.1e".formatted(largest);
  }

  private static String size(WindowStep window) {
    StringBuilder size = new StringBuilder();
    for (int axis = 0; axis < window.support().axes(); axis++) {
      int extent = window.support().max(axis) - window.support().min(axis) + 1;
      size.append(size.isEmpty() ? "" : "x").append(extent);
    }
    return size.toString();
  }

  private void add(Rewrite rewrite, String node, String detail) {
    named.add(new Step(rewrite, node, detail));
  }

  /** Paths that are added or concatenated between base and exit. */
  int branches() {
    Map<Value, Integer> paths = new HashMap<>();
    paths.put(region.base(), 1);
    for (Value value : region.values()) {
      int sum = 0;
      for (Value input : steps.required(value).inputs()) {
        sum = Math.min(1 << 16, sum + paths.getOrDefault(input, 0));
      }
      paths.put(value, sum);
    }
    return paths.getOrDefault(region.exit(), 1);
  }
}
