package io.repconv.converter;

import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.runtime.RunnableModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model with a head applied to its first output, as {@link Deployment#append} does to a graph.
 */
final class HeadedModel implements RunnableModel {
  private final RunnableModel model;
  private final String first;
  private final String result;
  private final Head head;

  /**
   * @param first the output that the head reads
   * @param result what the head's own output is called
   */
  HeadedModel(RunnableModel model, Head head, Value first, Value result) {
    this.model = model;
    this.head = head;
    this.first = first.name();
    this.result = result.name();
  }

  @Override
  public String runtime() {
    return model.runtime();
  }

  @Override
  public List<String> notes() {
    return model.notes();
  }

  @Override
  public boolean isOriginal() {
    return model.isOriginal();
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    model
        .run(inputs)
        .forEach(
            (name, tensor) -> {
              if (name.equals(first)) {
                outputs.put(result, Deployment.operator(head).evaluate(List.of(tensor)).get(0));
              } else {
                outputs.put(name, tensor);
              }
            });
    return outputs;
  }

  @Override
  public void close() {
    model.close();
  }
}
