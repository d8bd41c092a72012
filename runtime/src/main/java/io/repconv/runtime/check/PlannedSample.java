package io.repconv.runtime.check;

import io.repconv.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A sample to be run.
 *
 * @param isFirst whether it is the one that has to be run at these sizes
 * @param cost the multiply-adds it takes
 * @param given what the outputs should be, as far as the user says
 */
record PlannedSample(
    Map<String, Long> sizes,
    String input,
    boolean isFirst,
    double cost,
    Supplier<Map<String, Tensor>> inputs,
    Map<String, Tensor> given) {

  /** Whether the user gave it. */
  boolean isGiven() {
    return SampleInput.named(input).isEmpty();
  }

  String description() {
    return new Sample(sizes, input, List.of()).description();
  }
}
