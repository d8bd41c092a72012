package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes once what several nodes compute: of nodes with the same operator and the same inputs the
 * first one stays. Small constants with equal content count as the same input.
 */
public final class ShareEqualNodes {
  private static final int LARGEST_CONSTANT = 256;

  private record Reader(String op, List<Object> inputs) {
    // A record's own hash is linked when it first runs: longer than all hashing here takes.
    @Override
    public int hashCode() {
      return 31 * op.hashCode() + inputs.hashCode();
    }
  }

  private record Computation(Op op, List<Object> inputs) {}

  private record Content(String type, List<Double> reals, ByteBuffer bytes) {
    @Override
    public int hashCode() {
      long hash = type.hashCode();
      for (int at = 0; at + Long.BYTES <= bytes.limit(); at += Long.BYTES) {
        hash = 31 * hash + bytes.getLong(at);
      }
      return Long.hashCode(hash);
    }
  }

  private final Rebuild rebuild;
  private final Map<Reader, Node> first = new HashMap<>();

  /** Nodes that differ from the first one of their operator and inputs in the attributes. */
  private final Map<Computation, Node> others = new HashMap<>();

  private ShareEqualNodes(Graph graph) {
    this.rebuild = new Rebuild(graph);
  }

  public static Graph apply(Graph graph) {
    ShareEqualNodes pass = new ShareEqualNodes(graph);
    graph.nodes().forEach(pass::visit);
    return pass.rebuild.finish();
  }

  private void visit(Node node) {
    if (!node.op().isModelled()) {
      rebuild.keep(node);
      return;
    }
    List<Object> inputs = new ArrayList<>();
    rebuild.currentInputs(node).forEach(input -> inputs.add(identity(input)));
    Node earlier = first.putIfAbsent(new Reader(node.op().name(), inputs), node);
    if (earlier != null && !earlier.op().equals(node.op())) {
      earlier = others.putIfAbsent(new Computation(node.op(), inputs), node);
    }
    if (earlier == null || rebuild.isNamed(node)) {
      rebuild.keep(node);
      return;
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      rebuild.replace(node.outputs().get(i), rebuild.current(earlier.outputs().get(i)));
    }
  }

  /** The value itself, or what a small constant holds. */
  private static Object identity(Value value) {
    Tensor constant = value.constant();
    if (constant == null || constant.size() > LARGEST_CONSTANT || constant.type().bytes() == 0) {
      return value;
    }
    List<Double> reals =
        constant.isExtended() ? Arrays.stream(constant.doubles()).boxed().toList() : List.of();
    return new Content(constant.toString(), reals, constant.bytes());
  }
}
