package io.repconv.graph;

import java.util.List;

/**
 * One application of an operator. Nodes are compared by identity.
 *
 * <p>An output that nothing reads and the file does not name is still a value with a name of its
 * own.
 */
public final class Node {
  private final Op op;
  private final List<Value> inputs;
  private final List<Value> outputs;
  private final String name;
  private final Origin origin;

  Node(Op op, List<Value> inputs, List<Value> outputs, String name, Origin origin) {
    this.op = op;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.name = name;
    this.origin = origin;
  }

  public Op op() {
    return op;
  }

  public List<Value> inputs() {
    return inputs;
  }

  /** The input at a position, {@link Value#ABSENT} for an optional one that is not given. */
  public Value input(int index) {
    return index < inputs.size() ? inputs.get(index) : Value.ABSENT;
  }

  public List<Value> outputs() {
    return outputs;
  }

  /** The first output, the only one of most operators. */
  public Value output() {
    return outputs.get(0);
  }

  /** The node's name in the file it came from, possibly empty. */
  public String name() {
    return name;
  }

  public Origin origin() {
    return origin;
  }

  /** How messages call this node: its place, else its name, else its output; with the operator. */
  public String described() {
    String place =
        !origin.scope().isEmpty() ? origin.scope() : !name.isEmpty() ? name : output().name();
    return place + " (" + op.name() + ")";
  }

  @Override
  public String toString() {
    return outputs + " = " + op.name() + inputs;
  }
}
