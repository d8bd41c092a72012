package io.repconv.runtime.check;

import io.repconv.graph.Dim;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.runtime.RunnableModel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongPredicate;

/** Runs a graph as a runtime would: every value is rounded to its type. */
final class RoundedModel implements RunnableModel {
  private final Graph graph;
  private final LongPredicate takesHeight;
  int runs;

  RoundedModel(Graph graph) {
    this(graph, height -> true);
  }

  RoundedModel(Graph graph, LongPredicate takesHeight) {
    this.graph = graph;
    this.takesHeight = takesHeight;
  }

  @Override
  public String runtime() {
    return "the test's runtime";
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    Tensor x = Objects.requireNonNull(inputs.get("x"));
    if (x.rank() > 2 && !takesHeight.test(x.dim(2))) {
      throw RepconvException.of(ErrorCode.NOT_VERIFIED)
          .observed("a height of " + Dim.of(x.dim(2)))
          .build();
    }
    runs++;
    Map<Value, Tensor> known = new HashMap<>();
    known.put(graph.inputs().get(0), x);
    for (Node node : graph.nodes()) {
      List<Tensor> read = node.inputs().stream().map(value -> read(value, known)).toList();
      List<Tensor> made = node.op().evaluate(read);
      for (int i = 0; i < made.size(); i++) {
        known.put(node.outputs().get(i), rounded(made.get(i)));
      }
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    graph.outputs().forEach(output -> outputs.put(output.name(), read(output, known)));
    return outputs;
  }

  private static Tensor read(Value value, Map<Value, Tensor> known) {
    if (value.isAbsent()) {
      return Tensor.absent();
    }
    Tensor constant = value.constant();
    return constant != null ? constant : Objects.requireNonNull(known.get(value));
  }

  private static Tensor rounded(Tensor tensor) {
    return Tensor.stored(tensor.type(), tensor.dims(), tensor.bytes());
  }

  @Override
  public void close() {}
}
