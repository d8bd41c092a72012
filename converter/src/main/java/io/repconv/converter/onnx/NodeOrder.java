package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.repconv.converter.onnx.FunctionInliner.Inlined;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Puts nodes behind those whose outputs they read; nodes that stand so already keep their order.
 */
final class NodeOrder {
  private final Path model;
  private final List<Inlined> nodes;
  private final Map<String, Integer> producers = new HashMap<>();
  private final List<Set<Integer>> producersOf = new ArrayList<>();

  private NodeOrder(Path model, List<Inlined> nodes) {
    this.model = model;
    this.nodes = nodes;
  }

  /**
   * Sorts the nodes.
   *
   * @param given the names of inputs and initializers
   * @throws RepconvException where a name is defined twice (MALFORMED) or never (DANGLING), or
   *     nodes wait for each other (CYCLE)
   */
  static List<Inlined> sort(Path model, List<Inlined> nodes, Set<String> given) {
    NodeOrder order = new NodeOrder(model, nodes);
    order.findProducers(given);
    order.findDependencies(given);
    return order.sorted();
  }

  static String described(NodeProto node) {
    String name =
        !node.getName().isEmpty() || node.getOutputCount() == 0
            ? node.getName()
            : node.getOutput(0);
    return "node '%s' (%s)".formatted(name, node.getOpType());
  }

  private void findProducers(Set<String> given) {
    for (int i = 0; i < nodes.size(); i++) {
      NodeProto node = nodes.get(i).node();
      for (String output : node.getOutputList()) {
        if (output.isEmpty()) {
          continue;
        }
        Integer other = producers.put(output, i);
        if (other != null || given.contains(output)) {
          throw RepconvException.of(ErrorCode.MALFORMED)
              .at(model + ", " + described(node))
              .observed(
                  "its output '%s' is %s already"
                      .formatted(
                          output,
                          other == null
                              ? "an input or initializer"
                              : "an output of " + described(nodes.get(other).node())))
              .expected("a name of its own for every value")
              .build();
        }
      }
    }
  }

  private void findDependencies(Set<String> given) {
    for (Inlined inlined : nodes) {
      NodeProto node = inlined.node();
      Set<String> read = new LinkedHashSet<>(node.getInputList());
      read.addAll(Subgraphs.captures(Subgraphs.of(node)));
      read.remove("");
      Set<Integer> dependencies = new LinkedHashSet<>();
      for (String name : read) {
        Integer producer = producers.get(name);
        if (producer != null) {
          dependencies.add(producer);
        } else if (!given.contains(name)) {
          throw dangling(model + ", " + described(node), name);
        }
      }
      producersOf.add(dependencies);
    }
  }

  static RepconvException dangling(String place, String name) {
    return RepconvException.of(ErrorCode.DANGLING)
        .at(place)
        .observed("it reads '" + name + "', which nothing defines")
        .expected("an input, an initializer or the output of a node")
        .build();
  }

  private List<Inlined> sorted() {
    List<List<Integer>> readers = new ArrayList<>();
    int[] waiting = new int[nodes.size()];
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < nodes.size(); i++) {
      readers.add(new ArrayList<>());
    }
    for (int i = 0; i < nodes.size(); i++) {
      waiting[i] = producersOf.get(i).size();
      for (int producer : producersOf.get(i)) {
        readers.get(producer).add(i);
      }
      if (waiting[i] == 0) {
        ready.add(i);
      }
    }
    List<Inlined> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      sorted.add(nodes.get(next));
      for (int reader : readers.get(next)) {
        if (--waiting[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    if (sorted.size() < nodes.size()) {
      throw cycle(waiting);
    }
    return sorted;
  }

  /** Walks from a node that never became ready to what it waits for, until a node comes again. */
  private RepconvException cycle(int[] waiting) {
    int node = 0;
    while (waiting[node] == 0) {
      node++;
    }
    Set<Integer> seen = new HashSet<>();
    while (seen.add(node)) {
      node = producersOf.get(node).stream().filter(p -> waiting[p] > 0).findFirst().orElseThrow();
    }
    return RepconvException.of(ErrorCode.CYCLE)
        .at(model + ", " + described(nodes.get(node).node()))
        .observed("it waits for its own output, the graph has a cycle")
        .expected("nodes that can be put in an order")
        .build();
  }
}
