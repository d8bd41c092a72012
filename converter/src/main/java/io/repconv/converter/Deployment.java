package io.repconv.converter;

import io.repconv.graph.Attributes;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Op;
import io.repconv.graph.Origin;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Value;
import io.repconv.graph.op.Vocabulary;
import io.repconv.graph.pass.RemoveDeadNodes;
import java.util.List;

/** Makes of a network what is to be deployed of it: some of its outputs, with a head. */
final class Deployment {
  private Deployment() {}

  /**
   * The outputs of these names in this order, and the nodes they need; all where there are none.
   */
  static Graph keep(Graph graph, List<String> names) {
    if (names.isEmpty()) {
      return graph;
    }
    GraphBuilder builder = builder(graph);
    for (String name : names) {
      builder.output(
          graph.outputs().stream()
              .filter(output -> output.name().equals(name))
              .findFirst()
              .orElseThrow(() -> unknownOutput(graph, name)));
    }
    return RemoveDeadNodes.apply(builder.build());
  }

  private static RepconvException unknownOutput(Graph graph, String name) {
    return RepconvException.of(ErrorCode.UNKNOWN_INPUT)
        .at("--outputs")
        .observed("the model has no output '" + name + "'")
        .expected("some of " + graph.outputs().stream().map(Value::name).toList())
        .build();
  }

  /** The head takes the place of the first output; its name tells what it is. */
  static Graph append(Graph graph, Head head) {
    Value output = graph.outputs().get(0);
    if (output.shape().isRanked() && output.shape().rank() < 2) {
      throw RepconvException.of(ErrorCode.SHAPE_MISMATCH)
          .at("--head")
          .observed("output '" + output.name() + "' has shape " + output.shape())
          .expected("one with channels along axis 1")
          .build();
    }
    GraphBuilder builder = builder(graph);
    Value result =
        builder.add(
            operator(head), List.of(output), Origin.UNKNOWN, output.name() + "_" + head.word());
    builder.output(result);
    graph.outputs().stream().skip(1).forEach(builder::output);
    return builder.build();
  }

  static Op operator(Head head) {
    Attributes axis = Attributes.NONE.with("axis", 1);
    return switch (head) {
      case ARGMAX -> Vocabulary.operator("ArgMax", axis.with("keepdims", 0)).orElseThrow();
      case SOFTMAX -> Vocabulary.operator("Softmax", axis).orElseThrow();
    };
  }

  private static GraphBuilder builder(Graph graph) {
    GraphBuilder builder = new GraphBuilder(graph.name());
    graph.inputs().forEach(builder::keepInput);
    graph.nodes().forEach(builder::keep);
    return builder;
  }
}
