package io.repconv.runtime.script;

import io.repconv.graph.Op;
import java.util.HashMap;
import java.util.Map;

/** Every operator that can be written as TorchScript, by ONNX's name. */
final class ScriptOperators {
  private static final Map<String, Lowering> ALL = all();

  private ScriptOperators() {}

  private static Map<String, Lowering> all() {
    Map<String, Lowering> all = new HashMap<>();
    all.putAll(WindowScripts.OPERATORS);
    all.putAll(ElementScripts.operators());
    all.putAll(LayoutScripts.OPERATORS);
    all.putAll(MatrixScripts.OPERATORS);
    all.putAll(ReductionScripts.operators());
    all.putAll(NormScripts.OPERATORS);
    return Map.copyOf(all);
  }

  static Lowering of(Op op, Call call) {
    Lowering lowering = ALL.get(op.name());
    if (lowering == null || !op.isModelled()) {
      throw call.unsupported("operator " + op.name());
    }
    return lowering;
  }
}
