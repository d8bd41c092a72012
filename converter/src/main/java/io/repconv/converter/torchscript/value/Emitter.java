package io.repconv.converter.torchscript.value;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.emit.NodeEmitter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Adds nodes to the graph under the names and the origin of the module that is being evaluated, and
 * keeps what evaluation has to know of them.
 */
public final class Emitter {
  /** Operators whose windows must fit their input. */
  private static final Set<String> WINDOWED = Set.of("Conv", "MaxPool", "AveragePool");

  private static final long NODE = 50;

  private final NodeEmitter nodes;
  private final Set<Value> inputs = new HashSet<>();
  private final List<LiftedSize> lifted = new ArrayList<>();
  private final LeastSizes least;
  private Place place;
  private long work;

  public Emitter(GraphBuilder builder, Place start) {
    this(builder, start, new LeastSizes());
  }

  /**
   * Adds to a graph.
   *
   * @param least learns what the added operators need of their inputs
   */
  public Emitter(GraphBuilder builder, Place start, LeastSizes least) {
    this.nodes = new NodeEmitter(builder);
    this.place = start;
    this.least = least;
    nodes.moveTo(start.module());
  }

  /** What adds the nodes, without regard to the program. */
  public NodeEmitter nodes() {
    return nodes;
  }

  /**
   * What was done so far, in elements of lists that were looked at; adding a node, whose shape is
   * inferred, counts as {@link #NODE}.
   */
  public long work() {
    return work;
  }

  /** Counts elements that an operator looked at beyond its arguments. */
  public void worked(long elements) {
    work += elements;
  }

  public Place place() {
    return place;
  }

  /** Nodes added from now on come from here. */
  public void moveTo(Place next) {
    this.place = next;
    nodes.moveTo(next.module());
  }

  /** Declares an input; the sizes it leaves open are known from then on. */
  public Value input(String name, ElementType type, Shape shape) {
    Value input = nodes.input(name, type, shape);
    inputs.add(input);
    return input;
  }

  /** Notes a value for which a size that the program fixed was left open. */
  public void lift(FixedSize fixed, Value value) {
    lifted.add(new LiftedSize(fixed, value));
  }

  /** The values for which {@link #lift} was called. */
  public List<LiftedSize> lifted() {
    return List.copyOf(lifted);
  }

  /** Whether the value is an input of the graph. */
  public boolean isInput(Value value) {
    return inputs.contains(value);
  }

  public Value emit(String op, Attributes attributes, Value... inputs) {
    return emitAll(op, attributes, 1, Arrays.asList(inputs)).get(0);
  }

  public Value emit(String op, Value... inputs) {
    return emit(op, Attributes.NONE, inputs);
  }

  /** Adds a node with any number of inputs and outputs. */
  public List<Value> emitAll(String op, Attributes attributes, int outputs, List<Value> inputs) {
    work += NODE;
    List<Value> made = nodes.emitAll(op, attributes, outputs, inputs);
    if (WINDOWED.contains(op)) {
      Shape shape = made.get(0).shape();
      shape.dims().subList(Math.min(2, shape.rank()), shape.rank()).forEach(least::requirePositive);
    }
    return made;
  }

  public Value constant(Tensor tensor) {
    return nodes.constant(tensor);
  }

  public Value constant(String name, Tensor tensor) {
    return nodes.constant(name, tensor);
  }

  /** An int64 vector; equal ones are one constant. */
  public Value ints(long... values) {
    return nodes.ints(values);
  }

  public Value ints(List<Long> values) {
    return nodes.ints(values);
  }

  /** An int64 vector of sizes, computed in the graph where they are symbolic. */
  public Value vector(List<Dim> dims) {
    return nodes.vector(dims);
  }

  /** A size as an int64 vector of one element. */
  public Value size(Dim dim) {
    return nodes.size(dim);
  }
}
