package io.repconv.converter.onnx;

import io.repconv.converter.onnx.OperatorTable.Change;
import io.repconv.converter.onnx.OperatorTable.Definition;
import io.repconv.converter.onnx.OperatorTable.Operator;
import io.repconv.converter.onnx.lower.Lowerings;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.RepconvException;

/** Guards against writing an operator into an opset whose form of it is not known. */
final class OpsetForm {
  private OpsetForm() {}

  /**
   * Requires that the operator exists in the opset and that every change between it and the
   * vocabulary's has its lowering.
   */
  static void require(Node node, int opset) {
    Operator operator = OperatorTable.find(node.op().name()).orElseThrow();
    if (!operator.definedIn(opset)) {
      int first = operator.definitions().get(0).since();
      throw RepconvException.of(ErrorCode.OPSET_TOO_LOW)
          .at(node.described())
          .observed("opset %d has no operator %s".formatted(opset, node.op().name()))
          .expected("opset %d or later".formatted(first))
          .fix("Ask for it with --opset %d.".formatted(first))
          .build();
    }
    for (Definition definition : operator.definitions()) {
      boolean between = definition.since() > opset && definition.since() <= Op.VOCABULARY;
      if (between
          && definition.change() != Change.TYPES
          && !Lowerings.covers(node.op().name(), definition.since())) {
        throw RepconvException.of(ErrorCode.OPSET_TOO_LOW)
            .at(node.described())
            .observed(
                "%s is written as opset %d defines it, which opset %d does not"
                    .formatted(node.op().name(), definition.since(), opset))
            .expected("opset %d or later".formatted(definition.since()))
            .fix("Ask for it with --opset %d.".formatted(definition.since()))
            .build();
      }
    }
  }
}
