package io.repconv.graph.text;

import io.repconv.graph.Dim;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Opaque;
import io.repconv.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a graph line by line. */
final class TextWriter {
  private final Graph graph;
  private final StringBuilder text = new StringBuilder();
  private final Map<Value, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  TextWriter(Graph graph) {
    this.graph = graph;
    graph.inputs().forEach(this::name);
    graph.nodes().forEach(node -> node.outputs().forEach(this::name));
  }

  /**
   * The value's own name; constants, which may share theirs with others, get a number behind it.
   */
  private String name(Value value) {
    return names.computeIfAbsent(
        value,
        v -> {
          String name = v.name();
          for (int number = 1; !taken.add(name); number++) {
            name = v.name() + "." + number;
          }
          return Quoted.name(name);
        });
  }

  String print() {
    text.append("graph ").append(Quoted.text(graph.name())).append('\n');
    for (Value input : graph.inputs()) {
      text.append("input ").append(declared(input)).append('\n');
    }
    for (Node node : graph.nodes()) {
      node.inputs().forEach(this::constant);
      node(node);
    }
    graph.outputs().forEach(this::constant);
    if (!graph.outputs().isEmpty()) {
      text.append("output ").append(references(graph.outputs())).append('\n');
    }
    return text.toString();
  }

  private void constant(Value value) {
    if (value.constant() != null && !names.containsKey(value)) {
      text.append("const ").append(name(value)).append(": ");
      text.append(TensorText.print(value.constant())).append('\n');
    }
  }

  private void node(Node node) {
    text.append(node.outputs().stream().map(this::declared).collect(Collectors.joining(", ")));
    text.append(" = ");
    if (node.op() instanceof Opaque opaque) {
      text.append("opaque ").append(Quoted.text(opaque.domain())).append(' ');
      text.append(opaque.name()).append(' ').append(opaque.opset());
      text.append(" captures ").append(opaque.captures()).append(' ');
    } else {
      text.append(node.op().name());
    }
    text.append('(').append(references(node.inputs())).append(')');
    if (!node.op().attributes().asMap().isEmpty()) {
      text.append(' ').append(AttributeText.print(node.op().attributes()));
    }
    if (!node.name().isEmpty()) {
      text.append(" name ").append(Quoted.text(node.name()));
    }
    if (!node.origin().places().isEmpty()) {
      text.append(" from ");
      text.append(
          node.origin().places().stream().map(Quoted::text).collect(Collectors.joining(", ")));
    }
    text.append('\n');
  }

  private String declared(Value value) {
    List<Dim> integers = value.integers();
    String content =
        integers == null
            ? ""
            : integers.stream().map(Dim::toString).collect(Collectors.joining(", ", " {", "}"));
    return name(value) + ": " + value.element().text() + value.shape() + content;
  }

  private String references(List<Value> values) {
    return values.stream()
        .map(value -> value.isAbsent() ? "_" : name(value))
        .collect(Collectors.joining(", "));
  }
}
