package io.repconv.runtime.check;

import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.SteppedRun;
import java.util.HashMap;
import java.util.Map;

/** A run of the original that goes as far as its values are asked for, and forgets them after. */
final class Counterparts {
  private final SteppedRun run;
  private final Map<Value, Integer> asked = new HashMap<>();

  Counterparts(
      Graph original,
      Map<String, Tensor> inputs,
      ValueMatching matching,
      SteppedRun.Constants constants) {
    // More than one value of the deployed network may stand for the same one.
    matching.originals().values().forEach(value -> asked.merge(value, 1, Integer::sum));
    this.run = new SteppedRun(original, inputs, asked.keySet(), constants);
  }

  Tensor of(Value value) {
    return run.advanceTo(value);
  }

  void replace(Value value, Tensor tensor) {
    run.replace(value, tensor);
  }

  /** One of those who ask for the value needs it no longer. */
  void release(Value value) {
    if (asked.merge(value, -1, Integer::sum) == 0) {
      run.take(value);
    }
  }

  Map<String, Tensor> outputs() {
    return run.outputs();
  }
}
