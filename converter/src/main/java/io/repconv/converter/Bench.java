package io.repconv.converter;

import io.repconv.graph.ElementType;
import io.repconv.graph.Shape;
import io.repconv.runtime.Device;
import io.repconv.runtime.bench.Timings;
import java.util.List;

/**
 * What came of measuring models side by side.
 *
 * @param device where they ran
 * @param processor the name of the processor of this machine
 * @param threads threads within an operator
 * @param inputs what they ran on: the names of the first model, with the shapes that all had
 * @param worstError the largest difference of an output from the first model's, as a part of the
 *     largest output
 * @param tolerance what it may be
 */
public record Bench(
    Device device,
    String processor,
    int threads,
    List<Input> inputs,
    double worstError,
    double tolerance,
    Timings timings) {

  /** An input and what was fed. */
  public record Input(String name, ElementType type, Shape shape) {}
}
