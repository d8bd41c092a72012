package io.repconv.runtime;

import io.repconv.graph.Tensor;
import java.util.List;
import java.util.Map;

/** A model that some runtime executes in the element types it was written in. */
public interface RunnableModel extends AutoCloseable {
  /** Who executes it, for messages: {@code ONNX Runtime 1.23.2 on cpu}. */
  String runtime();

  /** What a reader of its results should know about how it runs, a sentence each. */
  default List<String> notes() {
    return List.of();
  }

  /** Whether this runs the model itself, and not what was read of it. */
  default boolean isOriginal() {
    return true;
  }

  /**
   * Runs the model once.
   *
   * @param inputs a tensor for each input, by name
   * @return every output by name, in the model's order
   * @throws io.repconv.graph.RepconvException where the runtime refuses these inputs
   */
  Map<String, Tensor> run(Map<String, Tensor> inputs);

  /**
   * Hands inputs to the runtime once, for runs that are timed: none of these runs converts tensors.
   */
  default PreparedRun prepare(Map<String, Tensor> inputs) {
    return () -> run(inputs);
  }

  @Override
  void close();
}
