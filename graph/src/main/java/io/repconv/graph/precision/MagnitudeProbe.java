package io.repconv.graph.precision;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Origin;
import io.repconv.graph.Value;
import io.repconv.graph.op.Reduce;
import io.repconv.graph.op.Unary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A network that tells how large the values of another one get: for each of its float32 values one
 * number, max |v|. Whatever runs it needs no room for the values themselves.
 *
 * @param graph has the same inputs
 * @param values for each output the name of the value that it tells of
 */
public record MagnitudeProbe(Graph graph, Map<String, String> values) {
  public static MagnitudeProbe of(Graph network) {
    GraphBuilder builder = new GraphBuilder(network.name());
    Map<String, String> values = new LinkedHashMap<>();
    for (Value input : network.inputs()) {
      builder.keepInput(input);
    }
    network.nodes().stream()
        .flatMap(node -> node.outputs().stream())
        .map(Value::name)
        .forEach(builder::reserve);
    network.inputs().forEach(input -> probe(input, builder, values));
    for (Node node : network.nodes()) {
      builder.keep(node);
      node.outputs().forEach(output -> probe(output, builder, values));
    }
    return new MagnitudeProbe(builder.build(), values);
  }

  /** The name of the value that an output tells of. */
  public String valueOf(String output) {
    return Objects.requireNonNull(values.get(output), output);
  }

  private static void probe(Value value, GraphBuilder builder, Map<String, String> values) {
    if (value.element() == ElementType.FLOAT) {
      String name = value.name() + "_magnitude";
      Value magnitude = builder.add(Unary.ABS, List.of(value), Origin.UNKNOWN, name);
      Reduce most = new Reduce(Reduce.Kind.MAX, false);
      Value largest = builder.add(most, List.of(magnitude), Origin.UNKNOWN, name);
      builder.output(largest);
      values.put(largest.name(), value.name());
    }
  }
}
