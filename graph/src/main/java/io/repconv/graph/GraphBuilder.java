package io.repconv.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a graph node by node. Types and shapes are inferred as nodes are added, so every value of
 * every graph has them. Names that are taken already get a number behind them.
 */
public final class GraphBuilder {
  private final String name;
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, Integer> nextNumber = new HashMap<>();

  public GraphBuilder(String name) {
    this.name = name;
  }

  /**
   * Keeps names from being given to other values, as those of the graph's outputs before their
   * nodes are added.
   */
  public void reserve(String valueName) {
    names.add(valueName);
  }

  public Value input(String valueName, ElementType element, Shape shape) {
    return input(valueName, new Value.Type(element, shape));
  }

  public Value input(String valueName, Value.Type type) {
    Value input = new Value(unique(valueName), type, null);
    inputs.add(input);
    return input;
  }

  /** A constant. It becomes part of the graph when a node reads it. */
  public Value constant(String valueName, Tensor tensor) {
    return new Value(unique(valueName), constantType(tensor), tensor);
  }

  private static Value.Type constantType(Tensor tensor) {
    boolean small = tensor.rank() <= 1 && tensor.size() <= 64;
    if (small && (tensor.type().isInteger() || tensor.type() == ElementType.BOOL)) {
      List<Dim> integers = new ArrayList<>();
      for (long integer : tensor.longs()) {
        integers.add(Dim.of(integer));
      }
      return Value.Type.ofIntegers(tensor.type(), tensor.shape(), integers);
    }
    return new Value.Type(tensor.type(), tensor.shape());
  }

  /** Adds a node with one output. */
  public Value add(Op op, List<Value> nodeInputs, Origin origin, String outputName) {
    return addAll(op, nodeInputs, origin, "", List.of(outputName)).get(0);
  }

  /**
   * Adds a node.
   *
   * @param nodeName its name in the file it came from, or empty
   * @param outputNames one for each output; an empty one is made up
   */
  public List<Value> addAll(
      Op op, List<Value> nodeInputs, Origin origin, String nodeName, List<String> outputNames) {
    List<Value.Type> types;
    try {
      types = infer(op, nodeInputs);
    } catch (ShapeError error) {
      throw error.at(nodeName, origin, outputNames);
    }
    if (types.size() != outputNames.size()) {
      throw new IllegalArgumentException(
          "%s has %d outputs, %d were named"
              .formatted(op.name(), types.size(), outputNames.size()));
    }
    List<Value> made = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      String wanted = outputNames.get(i).isEmpty() ? op.name() + "_unused" : outputNames.get(i);
      made.add(new Value(unique(wanted), types.get(i), null));
    }
    nodes.add(new Node(op, nodeInputs, made, nodeName, origin));
    return Collections.unmodifiableList(made);
  }

  private static List<Value.Type> infer(Op op, List<Value> inputs) {
    try {
      List<Value.Type> types = op.infer(inputs);
      for (Value.Type type : types) {
        Shape shape = type.shape();
        if (shape.isRanked() && shape.dims().stream().anyMatch(GraphBuilder::isNegative)) {
          throw new ShapeError("an output of shape " + shape, "sizes that are not negative");
        }
      }
      return types;
    } catch (ArithmeticException overflow) {
      throw new ShapeError("sizes beyond the range of 64 bits", "sizes that can be counted");
    }
  }

  private static boolean isNegative(Dim dim) {
    return dim.isConstant() && dim.value() < 0;
  }

  /**
   * Adds a node as it stands, its outputs included: for passes that change other parts of a graph.
   */
  public void keep(Node node) {
    nodes.add(node);
    node.outputs().forEach(output -> names.add(output.name()));
  }

  /** Adds a node that makes values of another graph: their names and types stay. */
  public Node define(
      Op op, List<Value> nodeInputs, Origin origin, String nodeName, List<Value> made) {
    List<Value.Type> types = op.infer(nodeInputs);
    for (int i = 0; i < made.size(); i++) {
      Shape inferred = types.get(i).shape();
      Shape expected = made.get(i).shape();
      if (inferred.isRanked() && expected.isRanked() && !inferred.equals(expected)) {
        throw new IllegalStateException(
            "%s makes %s, expected %s".formatted(op.name(), inferred, made.get(i)));
      }
    }
    Node node = new Node(op, nodeInputs, made, nodeName, origin);
    keep(node);
    return node;
  }

  /** Takes over an input of another graph. */
  public void keepInput(Value input) {
    inputs.add(input);
    names.add(input.name());
  }

  public void output(Value value) {
    outputs.add(value);
  }

  private String unique(String wanted) {
    if (names.add(wanted)) {
      return wanted;
    }
    int number = nextNumber.getOrDefault(wanted, 1);
    while (!names.add(wanted + "." + number)) {
      number++;
    }
    nextNumber.put(wanted, number + 1);
    return wanted + "." + number;
  }

  public Graph build() {
    return new Graph(name, inputs, outputs, nodes);
  }
}
