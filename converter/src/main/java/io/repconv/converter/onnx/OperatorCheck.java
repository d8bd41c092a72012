package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.repconv.converter.onnx.FunctionInliner.Inlined;
import io.repconv.converter.onnx.OperatorTable.Operator;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells operators that are not modelled from such as ONNX does not define. */
final class OperatorCheck {
  private static final int MOST_NAMED = 20;

  private OperatorCheck() {}

  /**
   * Requires every operator of ONNX's own domain, those in subgraphs too, to be defined in its
   * opset.
   *
   * @throws RepconvException UNSUPPORTED_OPERATOR, naming all that are not and where they are
   */
  static void requireDefined(Path model, List<Inlined> nodes) {
    Map<String, Set<String>> undefined = new TreeMap<>();
    for (Inlined inlined : nodes) {
      check(inlined.node(), inlined.opset(), undefined);
      Subgraphs.forEachNode(
          Subgraphs.of(inlined.node()), inner -> check(inner, inlined.opset(), undefined));
    }
    if (!undefined.isEmpty()) {
      throw RepconvException.of(ErrorCode.UNSUPPORTED_OPERATOR)
          .at(model.toString())
          .observed(
              undefined.entrySet().stream()
                  .limit(MOST_NAMED)
                  .map(entry -> entry.getKey() + " at " + places(entry.getValue()))
                  .collect(Collectors.joining("; ")))
          .expected("operators that ONNX defines, or a domain of their own")
          .why("Nothing is known of what such an operator computes.")
          .build();
    }
  }

  private static String places(Set<String> places) {
    String named = places.stream().limit(3).collect(Collectors.joining(", "));
    return places.size() > 3 ? named + " and %d more".formatted(places.size() - 3) : named;
  }

  private static void check(NodeProto node, int opset, Map<String, Set<String>> undefined) {
    if (!OnnxHeader.isDefaultDomain(node.getDomain())) {
      return;
    }
    Optional<Operator> operator = OperatorTable.find(node.getOpType());
    String problem =
        operator
            .map(known -> known.definedIn(opset) ? "" : " is not part of opset " + opset)
            .orElse(" is defined by no ONNX opset");
    if (!problem.isEmpty()) {
      undefined
          .computeIfAbsent("operator '" + node.getOpType() + "'" + problem, key -> new TreeSet<>())
          .add(NodeOrder.described(node));
    }
  }
}
