package io.repconv.converter;

import io.repconv.graph.Tensor;
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
   * @param of the model with the head, whose outputs the other has without it
   */
  HeadedModel(RunnableModel model, Model of) {
    this.model = model;
    this.head = of.head().orElseThrow();
    this.first = of.graph().outputs().get(0).name();
    this.result = of.reference().outputs().get(0).name();
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
