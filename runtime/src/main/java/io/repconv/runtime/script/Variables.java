package io.repconv.runtime.script;

import io.repconv.graph.Dim;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.Evaluation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of a graph as variables of a method. What depends on neither an input nor a parameter
 * is computed while writing; where an operator needs it as a tensor, the method is handed it.
 */
final class Variables {
  private final Map<Value, String> names = new HashMap<>();
  private final Map<Value, Tensor> known = new HashMap<>();
  private final Map<Value, Integer> parameters = new HashMap<>();
  private final List<Tensor> constants = new ArrayList<>();
  private final StringBuilder body = new StringBuilder();

  Variables(List<Value> inputs, List<Value> parameters) {
    for (Value input : inputs) {
      declare(input, "inputs[" + names.size() + "]");
    }
    for (int i = 0; i < parameters.size(); i++) {
      this.parameters.put(parameters.get(i), i);
    }
  }

  private String declare(Value value, String expression) {
    String name = "v" + names.size();
    names.put(value, name);
    body.append("  ").append(name).append(" = ").append(expression).append('\n');
    return name;
  }

  void assign(Value value, String expression) {
    declare(value, expression);
  }

  /** Whether the node's outputs could be computed, as they depend on nothing that is fed. */
  boolean compute(Node node) {
    List<Tensor> operands = new ArrayList<>();
    for (Value input : node.inputs()) {
      Tensor operand = input.isAbsent() ? Tensor.absent() : known(input);
      if (operand == null) {
        return isKnownByShape(node);
      }
      operands.add(operand);
    }
    List<Tensor> results = Evaluation.of(node.op(), operands);
    for (int i = 0; i < results.size(); i++) {
      known.put(node.outputs().get(i), results.get(i));
    }
    return true;
  }

  private boolean isKnownByShape(Node node) {
    return node.outputs().stream().allMatch(output -> known(output) != null);
  }

  /** The numbers of a value that depends on nothing that is fed, else null. */
  @Nullable Tensor known(Value value) {
    Tensor tensor = known.get(value);
    if (tensor != null || parameters.containsKey(value)) {
      return tensor;
    }
    if (value.isConstant()) {
      return value.constant();
    }
    List<Dim> integers = value.integers();
    if (integers == null || !integers.stream().allMatch(Dim::isConstant)) {
      return null;
    }
    long[] numbers = integers.stream().mapToLong(Dim::value).toArray();
    return Tensor.of(value.element(), value.shape().sizes(), numbers);
  }

  /** The variable of a value. */
  String name(Value value) {
    String name = names.get(value);
    if (name != null) {
      return name;
    }
    Integer parameter = parameters.get(value);
    if (parameter != null) {
      return declare(value, "parameters[" + parameter + "]");
    }
    Tensor constant = known(value);
    if (constant == null) {
      throw new IllegalStateException(value + " has not been written");
    }
    constants.add(constant);
    return declare(value, "constants[" + (constants.size() - 1) + "]");
  }

  String body() {
    return body.toString();
  }

  List<Tensor> constants() {
    return constants;
  }
}
