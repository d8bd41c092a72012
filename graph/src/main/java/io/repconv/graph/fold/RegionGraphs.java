package io.repconv.graph.fold;

import io.repconv.graph.Dim;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Origin;
import io.repconv.graph.Shape;
import io.repconv.graph.Uses;
import io.repconv.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts a region out of its graph, as it was and as it is folded, so that both can be run on their
 * own.
 */
final class RegionGraphs {
  private RegionGraphs() {}

  /**
   * The region as a graph from its base to its exit.
   *
   * @param nodes what {@link #nodesBetween} found
   */
  static Graph original(Region region, List<Node> nodes) {
    GraphBuilder builder = new GraphBuilder("region");
    Map<Value, Value> made = new HashMap<>();
    Value base = input(builder, region.base());
    made.put(region.base(), base);
    for (Node node : nodes) {
      List<Value> inputs = new ArrayList<>();
      for (Value input : node.inputs()) {
        boolean outside = !made.containsKey(input) && !input.isConstant() && !input.isAbsent();
        inputs.add(
            outside
                ? RegionSizes.write(builder, region.base(), base, input)
                : made.getOrDefault(input, input));
      }
      List<String> names = node.outputs().stream().map(Value::name).toList();
      List<Value> outputs = builder.addAll(node.op(), inputs, node.origin(), node.name(), names);
      for (int i = 0; i < outputs.size(); i++) {
        made.put(node.outputs().get(i), outputs.get(i));
      }
    }
    builder.output(made.getOrDefault(region.exit(), region.exit()));
    return builder.build();
  }

  /**
   * The region's nodes in topological order, those included that compute its indices and sizes;
   * empty where they follow from something outside.
   */
  static Optional<List<Node>> nodesBetween(Region region, Uses uses) {
    Set<Node> entered = new HashSet<>();
    Set<Node> left = new HashSet<>();
    List<Node> ordered = new ArrayList<>();
    Deque<Value> open = new ArrayDeque<>(List.of(region.exit()));
    while (!open.isEmpty()) {
      Value value = open.peek();
      Node node = uses.producer(value);
      boolean outside =
          value == region.base()
              || value.isAbsent()
              || value.isConstant()
              || RegionSizes.follow(value, region.base());
      if (outside || (node != null && left.contains(node))) {
        open.pop();
      } else if (node == null) {
        return Optional.empty();
      } else if (entered.add(node)) {
        node.inputs().forEach(open::push);
      } else {
        open.pop();
        left.add(node);
        ordered.add(node);
      }
    }
    return Optional.of(Collections.unmodifiableList(ordered));
  }

  /** The folded convolution as a graph from the base to the exit. */
  static Graph folded(Region region, WrittenConvolution written) {
    GraphBuilder builder = new GraphBuilder("folded");
    Value base = input(builder, region.base());
    List<Value> inputs = new ArrayList<>();
    inputs.add(Writing.padded(builder, region, base, Origin.UNKNOWN));
    inputs.add(builder.constant("weight", written.weight()));
    if (written.bias() != null) {
      inputs.add(builder.constant("bias", written.bias()));
    }
    builder.output(builder.add(written.op(), inputs, Origin.UNKNOWN, region.exit().name()));
    return builder.build();
  }

  /** An input like the base, every open size a symbol of its own. */
  private static Value input(GraphBuilder builder, Value base) {
    List<Dim> dims = new ArrayList<>();
    for (Dim dim : base.shape().dims()) {
      dims.add(dim.isConstant() ? dim : Dim.symbol("d" + dims.size()));
    }
    return builder.input(base.name(), base.element(), Shape.of(dims));
  }
}
