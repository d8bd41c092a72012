package io.repconv.runtime.check;

import io.repconv.graph.Tensor;
import io.repconv.runtime.RunnableModel;
import java.util.LinkedHashMap;
import java.util.Map;

/** A deployed model under the names of the original; inputs are rounded to the types it takes. */
final class MatchedModel implements RunnableModel {
  private final RunnableModel model;
  private final PortMatching ports;

  MatchedModel(RunnableModel model, PortMatching ports) {
    this.model = model;
    this.ports = ports;
  }

  @Override
  public String runtime() {
    return model.runtime();
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    Map<String, Tensor> made = model.run(deployedInputs(ports, inputs));
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    ports
        .outputs()
        .forEach(
            (name, deployed) -> {
              Tensor tensor = made.get(deployed.name());
              if (tensor != null) {
                outputs.put(name, tensor);
              }
            });
    return outputs;
  }

  /** The tensors of the original's inputs as those of the deployed network. */
  static Map<String, Tensor> deployedInputs(PortMatching ports, Map<String, Tensor> inputs) {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    ports
        .inputs()
        .forEach(
            (name, deployed) -> {
              Tensor tensor = inputs.get(name);
              if (tensor != null) {
                fed.put(deployed.name(), tensor.roundedTo(deployed.element()));
              }
            });
    return fed;
  }

  @Override
  public void close() {
    model.close();
  }
}
