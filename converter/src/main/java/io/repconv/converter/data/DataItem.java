package io.repconv.converter.data;

import io.repconv.graph.Tensor;
import java.util.List;

/**
 * What one run of a model is fed, as its source has it.
 *
 * @param name how messages call it
 * @param outputs what a run should give, as far as the source says
 */
public record DataItem(String name, List<Named> inputs, List<Named> outputs) {
  /**
   * A tensor of it.
   *
   * @param name of the input or output it belongs to, empty where the source names none
   */
  public record Named(String name, Tensor tensor) {}

  public DataItem {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  static DataItem of(String name, Tensor input) {
    return new DataItem(name, List.of(new Named("", input)), List.of());
  }
}
