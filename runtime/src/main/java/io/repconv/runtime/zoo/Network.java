package io.repconv.runtime.zoo;

import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.pass.RemoveDeadNodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network whose parameters are known by name.
 *
 * <p>Its graph has the network's output first; outputs behind it are auxiliary heads, which only
 * training looks at. Normalizations are in inference form with their running statistics; training
 * reads the same nodes as batch normalization.
 */
public final class Network {
  private final Graph graph;
  private final List<Parameter> parameters;

  Network(Graph graph, List<Parameter> parameters) {
    this.graph = graph;
    this.parameters = List.copyOf(parameters);
  }

  /** The network with its auxiliary outputs. */
  public Graph graph() {
    return graph;
  }

  /** In the order of their definition. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** The number of elements of all parameters that are learned, as papers count them. */
  public long size() {
    return parameters.stream()
        .filter(Parameter::isLearned)
        .mapToLong(parameter -> parameter.value().shape().elements().value())
        .sum();
  }

  /** The network as it is deployed: its first output and what that needs. */
  public Graph deployed() {
    GraphBuilder builder = new GraphBuilder(graph.name());
    graph.inputs().forEach(builder::keepInput);
    graph.nodes().forEach(builder::keep);
    builder.output(graph.outputs().get(0));
    return RemoveDeadNodes.apply(builder.build());
  }

  /**
   * The network with other tensors in some of its parameters.
   *
   * @param tensors by the parameter's name, in its shape
   */
  public Network with(Map<String, Tensor> tensors) {
    GraphBuilder builder = new GraphBuilder(graph.name());
    Map<Value, Value> current = new HashMap<>();
    graph.inputs().forEach(builder::keepInput);
    List<Parameter> changed = new ArrayList<>();
    for (Parameter parameter : parameters) {
      changed.add(replaced(parameter, tensors.get(parameter.name()), builder, current));
    }
    for (Node node : graph.nodes()) {
      List<Value> inputs = node.inputs().stream().map(v -> current.getOrDefault(v, v)).toList();
      if (inputs.equals(node.inputs())) {
        builder.keep(node);
      } else {
        builder.define(node.op(), inputs, node.origin(), node.name(), node.outputs());
      }
    }
    graph.outputs().forEach(builder::output);
    return new Network(builder.build(), changed);
  }

  private static Parameter replaced(
      Parameter parameter,
      @Nullable Tensor tensor,
      GraphBuilder builder,
      Map<Value, Value> current) {
    if (tensor == null) {
      return parameter;
    }
    Value old = parameter.value();
    if (!tensor.shape().equals(old.shape()) || tensor.type() != old.element()) {
      throw new IllegalArgumentException("%s for %s".formatted(tensor, old));
    }
    Value made = builder.constant(old.name(), tensor);
    current.put(old, made);
    return new Parameter(made, parameter.role(), parameter.backbone());
  }
}
