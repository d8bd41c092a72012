package io.repconv.graph.precision;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Opaque;
import io.repconv.graph.Origin;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Cast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a network in half precision.
 *
 * <p>Weights are rounded once, from the double in which they were folded. Inputs and outputs stay
 * float32, with a Cast behind and before them. A node stays float32, between Casts, where a weight
 * or a value that it reads or makes leaves the range of half precision, or where its operator is
 * one that is computed in float32 as a rule: sums, exponentials, normalisations by own statistics.
 */
public final class HalfPrecision {
  /** Operators that look at no number of what they read. */
  private static final Set<String> SIZES = Set.of("Shape", "Size");

  private final Graph network;
  private final HalfRange range;
  private final GraphBuilder builder;

  /** Values whose names are read from outside: outputs, and what subgraphs capture. */
  private final Set<Value> named = new HashSet<>();

  private final Set<String> taken = new HashSet<>();
  private final Map<Value, Value> halves = new HashMap<>();
  private final Map<Value, Value> singles = new HashMap<>();
  private final List<Kept> kept = new ArrayList<>();

  /**
   * A node that stays float32.
   *
   * @param node as messages call it
   */
  public record Kept(String node, String reason) {}

  /**
   * A network in half precision.
   *
   * @param kept its nodes that compute in float32
   */
  public record Result(Graph graph, List<Kept> kept) {}

  private HalfPrecision(Graph network, Map<String, Double> magnitudes) {
    this.network = network;
    this.range = new HalfRange(magnitudes);
    this.builder = new GraphBuilder(network.name());
    named.addAll(network.outputs());
    network.inputs().forEach(input -> taken.add(input.name()));
    for (Node node : network.nodes()) {
      node.outputs().forEach(output -> taken.add(output.name()));
      if (node.op() instanceof Opaque opaque) {
        int count = node.inputs().size();
        named.addAll(node.inputs().subList(Math.max(0, count - opaque.captures()), count));
      }
    }
  }

  /**
   * The network in half precision.
   *
   * @param magnitudes the largest magnitude of each float32 value on the samples, by name; {@link
   *     MagnitudeProbe} tells them. A node that reads or makes a value that is not among them stays
   *     float32.
   */
  public static Result apply(Graph network, Map<String, Double> magnitudes) {
    return new HalfPrecision(network, magnitudes).apply();
  }

  private Result apply() {
    for (Value input : network.inputs()) {
      builder.keepInput(input);
      singles.put(input, input);
    }
    network.nodes().forEach(this::add);
    network.outputs().forEach(builder::output);
    return new Result(builder.build(), List.copyOf(kept));
  }

  private void add(Node node) {
    if (SIZES.contains(node.op().name())) {
      builder.define(
          node.op(),
          node.inputs().stream().map(input -> isHalf(input) ? half(input) : input).toList(),
          node.origin(),
          node.name(),
          node.outputs());
      return;
    }
    boolean computes =
        node.inputs().stream().anyMatch(input -> input.element().isFloating())
            && node.outputs().stream().anyMatch(output -> output.element().isFloating());
    boolean follows = HalfRange.moves(node) && node.inputs().stream().noneMatch(this::isHalf);
    if (!computes || follows) {
      addSingle(node);
      return;
    }
    Optional<String> obstacle = range.obstacle(node);
    if (obstacle.isPresent()) {
      kept.add(new Kept(node.described(), obstacle.get()));
      addSingle(node);
    } else {
      addHalf(node);
    }
  }

  /** Whether the value is made in half precision. */
  private boolean isHalf(Value value) {
    return halves.containsKey(value) && !singles.containsKey(value);
  }

  private void addSingle(Node node) {
    List<Value> inputs = node.inputs().stream().map(this::single).toList();
    Node added = builder.define(node.op(), inputs, node.origin(), node.name(), node.outputs());
    added.outputs().forEach(output -> singles.put(output, output));
  }

  private void addHalf(Node node) {
    boolean first = node.op().name().equals("Resize");
    List<Value> inputs = new ArrayList<>();
    for (Value input : node.inputs()) {
      // The scales of a Resize are float32 whatever it resizes.
      boolean data = input.element() == ElementType.FLOAT && !(first && !inputs.isEmpty());
      inputs.add(data ? half(input) : input);
    }
    List<String> names =
        node.outputs().stream()
            .map(output -> named.contains(output) ? fresh(output, "_half") : output.name())
            .toList();
    List<Value> made = builder.addAll(node.op(), inputs, node.origin(), node.name(), names);
    for (int i = 0; i < made.size(); i++) {
      Value output = node.outputs().get(i);
      halves.put(output, made.get(i));
      if (named.contains(output)) {
        builder.define(
            new Cast(ElementType.FLOAT), List.of(made.get(i)), node.origin(), "", List.of(output));
        singles.put(output, output);
      }
    }
  }

  private Value half(Value value) {
    Value known = halves.get(value);
    if (known != null) {
      return known;
    }
    Tensor constant = value.constant();
    String name = fresh(value, "_half");
    Value half =
        constant != null
            ? builder.constant(name, halved(constant))
            : builder.add(new Cast(ElementType.FLOAT16), List.of(value), Origin.UNKNOWN, name);
    halves.put(value, half);
    return half;
  }

  private Value single(Value value) {
    Value half = halves.get(value);
    if (half == null || value.isConstant() || singles.containsKey(value)) {
      return value;
    }
    Value single =
        builder.add(
            new Cast(ElementType.FLOAT), List.of(half), Origin.UNKNOWN, fresh(value, "_float"));
    singles.put(value, single);
    return single;
  }

  /** A name after a value's that the network does not have. */
  private String fresh(Value value, String suffix) {
    String name = value.name() + suffix;
    while (taken.contains(name)) {
      name += suffix;
    }
    return name;
  }

  /** The same numbers, to be rounded to half precision when they are written. */
  private static Tensor halved(Tensor tensor) {
    long[] dims = tensor.dims();
    if (dims.length == 0 || dims[0] == 0) {
      return Tensor.of(ElementType.FLOAT16, dims, tensor.doubles());
    }
    int width = tensor.size() / Math.toIntExact(dims[0]);
    return Tensor.deferred(
        ElementType.FLOAT16, dims, (from, to) -> tensor.doubles(from * width, to * width));
  }
}
