package io.repconv.graph;

import java.util.List;

/**
 * An operator that is carried through unchanged and never computed or rewritten.
 *
 * @param domain ONNX operator domain, empty for ONNX's own
 * @param opset version of that domain in the file it was read from; the node keeps its meaning only
 *     where the schema is the same
 * @param outputTypes what the file declares of the outputs
 * @param captures how many of the node's last inputs are not inputs in ONNX but values that a
 *     subgraph among the attributes reads by name; they keep their names
 */
public record Opaque(
    String domain,
    String name,
    int opset,
    Attributes attributes,
    List<Value.Type> outputTypes,
    int captures)
    implements Op {
  @Override
  public int outputs() {
    return outputTypes.size();
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    return outputTypes;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    throw new UnsupportedOperationException(name + " is not modelled");
  }

  @Override
  public boolean isModelled() {
    return false;
  }
}
