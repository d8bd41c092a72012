package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.repconv.converter.onnx.FunctionInliner.Inlined;
import io.repconv.converter.onnx.OperatorTable.Operator;
import io.repconv.converter.onnx.upgrade.Emitter;
import io.repconv.converter.onnx.upgrade.SourceNode;
import io.repconv.converter.onnx.upgrade.Upgrades;
import io.repconv.graph.Attributes;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Op;
import io.repconv.graph.Origin;
import io.repconv.graph.RepconvException;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Adds one node of the file to the graph: upgraded where it is modelled, else as it is. */
final class NodeReader {
  private final GraphAssembly graph;
  private final FiniteParameters finite;
  private final Conditions conditions = new Conditions();

  NodeReader(GraphAssembly graph) {
    this.graph = graph;
    this.finite = new FiniteParameters(graph.model());
  }

  /**
   * Adds the node.
   *
   * @throws RepconvException MALFORMED where it is not a valid use of its operator
   */
  void add(Inlined inlined) {
    NodeProto node = inlined.node();
    try {
      Attributes attributes = AttributeProtos.read(node.getAttributeList(), graph.tensors());
      if (!OnnxHeader.isDefaultDomain(node.getDomain())) {
        int version = graph.header().otherOpsets().getOrDefault(node.getDomain(), 1);
        addOpaque(node, node.getDomain(), version, attributes);
        return;
      }
      requireFitting(node, attributes);
      if (node.getOpType().equals("Constant") && !attributes.has("sparse_value")) {
        graph.constant(node.getOutput(0), ConstantValue.of(attributes));
      } else if (node.getOpType().equals("If") && addTakenBranch(inlined)) {
        return;
      } else if (!Subgraphs.of(node).isEmpty() || !addModelled(node, inlined.opset(), attributes)) {
        addOpaque(node, "", inlined.opset(), attributes);
      }
    } catch (IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException
        | ArithmeticException
        | UnsupportedOperationException e) {
      throw RepconvException.of(ErrorCode.MALFORMED)
          .at(graph.place(node))
          .observed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
          .expected("a valid use of the operator")
          .cause(e)
          .build();
    }
  }

  private static void requireFitting(NodeProto node, Attributes attributes) {
    Operator operator = OperatorTable.find(node.getOpType()).orElseThrow();
    int inputs = node.getInputCount();
    if (inputs > operator.mostInputs() || node.getOutputCount() > operator.mostOutputs()) {
      throw new IllegalArgumentException(
          "%d inputs and %d outputs, it has at most %d and %d"
              .formatted(
                  inputs, node.getOutputCount(), operator.mostInputs(), operator.mostOutputs()));
    }
    if (node.getOutputCount() < Math.max(1, operator.leastOutputs())) {
      throw new IllegalArgumentException("%d outputs".formatted(node.getOutputCount()));
    }
    Set<String> unknown = new TreeSet<>(attributes.asMap().keySet());
    unknown.removeAll(operator.attributes());
    unknown.removeAll(operator.oldAttributes());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("no opset gives it an attribute " + unknown);
    }
  }

  private List<Value> inputs(NodeProto node) {
    return node.getInputList().stream().map(graph::value).toList();
  }

  private static int listedOutputs(NodeProto node) {
    int count = node.getOutputCount();
    while (count > 0 && node.getOutput(count - 1).isEmpty()) {
      count--;
    }
    return count;
  }

  private boolean addTakenBranch(Inlined inlined) {
    NodeProto node = inlined.node();
    Boolean condition = conditions.decide(graph.value(node.getInput(0)));
    if (condition == null) {
      return false;
    }
    GraphProto branch = BranchInliner.branch(node, condition);
    List<Inlined> nodes =
        BranchInliner.nodes(node, branch, graph::freshName).stream()
            .map(inner -> new Inlined(inner, inlined.opset()))
            .toList();
    graph.sorted(nodes).forEach(this::add);
    return true;
  }

  private boolean addModelled(NodeProto node, int opset, Attributes attributes) {
    Origin origin = Origins.of(node);
    SourceNode source =
        new SourceNode(
            graph.place(node),
            node.getOpType(),
            opset,
            attributes,
            inputs(node),
            listedOutputs(node));
    SourceNode upgraded = Upgrades.apply(source, emitter(node, origin));
    if (upgraded == null) {
      return false;
    }
    Op op = Vocabulary.operator(upgraded.op(), upgraded.attributes()).orElse(null);
    if (op == null) {
      return false;
    }
    requireUpgraded(upgraded);
    List<Value> given = withoutTrailingAbsent(upgraded.inputs());
    int least = OperatorTable.find(upgraded.op()).map(Operator::leastInputs).orElse(0);
    if (given.size() < least) {
      throw new IllegalArgumentException("%d inputs, it needs %d".formatted(given.size(), least));
    }
    List<String> names = outputNames(node, outputs(op, given));
    if (names == null) {
      return false;
    }
    finite.require(upgraded.op(), given, origin);
    List<Value> outputs = graph.builder().addAll(op, given, origin, node.getName(), names);
    conditions.record(op, given, outputs);
    graph.define(names, outputs);
    return true;
  }

  /** An attribute of an older form that is still there would be dropped without a word. */
  private static void requireUpgraded(SourceNode node) {
    for (String old : OperatorTable.find(node.op()).orElseThrow().oldAttributes()) {
      if (node.attributes().has(old)) {
        throw new IllegalArgumentException(
            "attribute '%s', which %s of opset %d does not have"
                .formatted(old, node.op(), node.opset()));
      }
    }
  }

  /** How many outputs the operator has, or -1 where its inputs do not fit; the builder says why. */
  private static int outputs(Op op, List<Value> inputs) {
    try {
      return op.infer(inputs).size();
    } catch (ShapeError e) {
      return -1;
    }
  }

  /** The names of all outputs, or null where more of them are read than the operator models. */
  private @Nullable List<String> outputNames(NodeProto node, int count) {
    List<String> names = new ArrayList<>(node.getOutputList());
    while (names.size() > Math.max(count, 1) && !graph.isRead(names.get(names.size() - 1))) {
      names.remove(names.size() - 1);
    }
    while (names.size() < count) {
      names.add("");
    }
    return count >= 0 && names.size() > count ? null : names;
  }

  private static List<Value> withoutTrailingAbsent(List<Value> inputs) {
    int count = inputs.size();
    while (count > 0 && inputs.get(count - 1).isAbsent()) {
      count--;
    }
    return inputs.subList(0, count);
  }

  private void addOpaque(NodeProto node, String domain, int opset, Attributes attributes) {
    List<Value> inputs = new ArrayList<>(inputs(node));
    List<String> captured = List.copyOf(Subgraphs.captures(Subgraphs.of(node)));
    Op op = OpaqueNodes.of(node, domain, opset, attributes, inputs, captured.size(), graph);
    captured.forEach(name -> inputs.add(graph.value(name)));
    List<String> names = node.getOutputList();
    graph.define(
        names, graph.builder().addAll(op, inputs, Origins.of(node), node.getName(), names));
  }

  private Emitter emitter(NodeProto node, Origin origin) {
    String base = node.getOutput(0).isEmpty() ? node.getOpType() : node.getOutput(0);
    return new Emitter() {
      @Override
      public Value constant(String role, Tensor tensor) {
        return graph.builder().constant(graph.freshName(base + "_" + role), tensor);
      }

      @Override
      public Value node(String op, Attributes attributes, List<Value> inputs) {
        Op modelled = Vocabulary.operator(op, attributes).orElseThrow();
        return graph.builder().add(modelled, inputs, origin, graph.freshName(base + "_" + op));
      }
    };
  }
}
