package io.repconv.runtime.zoo;

import io.repconv.graph.ElementType;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Origin;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.emit.NodeEmitter;
import io.repconv.graph.op.Identity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a network: its image, its layers through {@link Scope}s, and its outputs. */
public final class NetworkBuilder {
  private final GraphBuilder graph;
  private final NodeEmitter nodes;
  private final long seed;
  private final Normalization normalization;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  /**
   * A network without layers, with batch normalization.
   *
   * @param seed what the initial weights are drawn from
   */
  public NetworkBuilder(String name, long seed) {
    this(name, seed, Normalization.BATCH);
  }

  /**
   * A network without layers.
   *
   * @param seed what the initial weights are drawn from
   * @param normalization what {@link Scope#norm} adds
   */
  public NetworkBuilder(String name, long seed, Normalization normalization) {
    this.graph = new GraphBuilder(name);
    this.nodes = new NodeEmitter(graph);
    this.seed = seed;
    this.normalization = normalization;
  }

  /** The input {@code input: [N, channels, H, W]}. */
  public Value image(int channels) {
    return nodes.input("input", ElementType.FLOAT, Shape.parse("N, %d, H, W".formatted(channels)));
  }

  /** The scope of the whole network, whose layers are no backbone. */
  public Scope root() {
    return new Scope(this, "", false);
  }

  NodeEmitter nodes() {
    return nodes;
  }

  Normalization normalization() {
    return normalization;
  }

  /** A parameter, drawn from the seed; a second one of a name is the same value. */
  Value parameter(
      String name,
      Parameter.Role role,
      boolean backbone,
      Initial initial,
      long fanIn,
      long... dims) {
    Parameter known = parameters.get(name);
    if (known == null) {
      Tensor start = initial.tensor(seed, name, fanIn, dims);
      known = new Parameter(graph.constant(name, start), role, backbone);
      parameters.put(name, known);
    } else if (!known.value().shape().equals(Shape.of(dims))) {
      throw new IllegalStateException("two parameters are named " + name);
    }
    return known.value();
  }

  /** The network with this output, and auxiliary ones behind it. */
  public Network build(Value output, Value... auxiliary) {
    addOutput("output", output);
    for (Value head : auxiliary) {
      addOutput("auxiliary", head);
    }
    return new Network(graph.build(), new ArrayList<>(parameters.values()));
  }

  private void addOutput(String name, Value value) {
    graph.output(graph.add(new Identity(), List.of(value), Origin.UNKNOWN, name));
  }
}
