package io.repconv.runtime.train;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.repconv.graph.Tensor;
import io.repconv.runtime.torch.TorchScript;
import io.repconv.runtime.torch.TorchTensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * torch's SGD, Adam or AdamW over the parameters of a block; {@code optimizers.py} has the
 * formulas. The rate is applied outside of the momentum, so that a schedule acts at once.
 */
final class Optimizer implements AutoCloseable {
  private static final double BETA2 = 0.999;

  private final GraphBlock block;
  private final OptimizerOptions options;
  private final List<ParameterGroup> groups;
  private final List<String> slots;
  private final PtNDManager memory;
  private final TorchScript script;
  private final Map<String, PtNDArray> state = new LinkedHashMap<>();

  Optimizer(GraphBlock block, OptimizerOptions options, List<ParameterGroup> groups) {
    this.block = block;
    this.options = options;
    this.groups = groups;
    this.slots =
        options.kind() == OptimizerOptions.Kind.SGD
            ? List.of("momentum")
            : List.of("mean", "variance");
    this.memory = block.memory().newSubManager(block.memory().getDevice());
    this.script = TorchScript.compile(memory, ScriptResource.text("optimizers.py"));
    for (ParameterGroup group : groups) {
      for (String name : group.names()) {
        Shape shape = block.array(name).getShape();
        for (String slot : slots) {
          state.put(slot + "." + name, (PtNDArray) memory.zeros(shape, DataType.FLOAT32));
        }
      }
    }
  }

  /** The state by slot and parameter: {@code momentum.layer1.0.conv1.weight}. */
  Map<String, Tensor> state() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    state.forEach((name, array) -> tensors.put(name, TorchTensors.fromTorch(array)));
    return tensors;
  }

  /** Goes on with a state that {@link #state} gave. */
  void load(Map<String, Tensor> tensors) {
    state.forEach(
        (name, array) -> {
          Tensor tensor = tensors.get(name);
          if (tensor != null) {
            try (PtNDArray given = TorchTensors.toTorch(memory, tensor)) {
              given.copyTo(array);
            }
          }
        });
  }

  /**
   * Moves the parameters along their gradients, which are cleared.
   *
   * @param step counted from 1
   * @param rates what the schedule gives for this step
   */
  void step(long step, Rates rates) {
    for (ParameterGroup group : groups) {
      List<PtNDArray> parameters = new ArrayList<>();
      List<PtNDArray> gradients = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (String name : group.names()) {
        PtNDArray array = block.array(name);
        PtNDArray gradient = JniUtils.getGradient(array);
        if (gradient != null) {
          parameters.add(array);
          gradients.add(gradient);
          names.add(name);
        }
      }
      if (!names.isEmpty()) {
        update(group, names, parameters, gradients, step, rates);
      }
      gradients.forEach(PtNDArray::close);
      parameters.forEach(JniUtils::zeroGrad);
    }
  }

  private void update(
      ParameterGroup group,
      List<String> names,
      List<PtNDArray> parameters,
      List<PtNDArray> gradients,
      long step,
      Rates rates) {
    double rate = rates.rate() * group.rateFactor();
    List<IValue> arguments = new ArrayList<>(List.of(list(parameters), list(gradients)));
    for (String slot : slots) {
      arguments.add(list(names.stream().map(name -> stateOf(slot, name)).toList()));
    }
    arguments.add(IValue.from(rate));
    arguments.add(IValue.from(rates.momentum()));
    if (options.kind() == OptimizerOptions.Kind.SGD) {
      arguments.add(IValue.from(group.decay()));
    } else {
      arguments.add(IValue.from(BETA2));
      arguments.add(IValue.from(group.decay()));
      arguments.add(IValue.from(options.kind() == OptimizerOptions.Kind.ADAMW));
      arguments.add(IValue.from(1 - Math.pow(rates.momentum(), (double) step)));
      arguments.add(IValue.from(1 - Math.pow(BETA2, (double) step)));
    }
    String method = options.kind() == OptimizerOptions.Kind.SGD ? "sgd" : "adam";
    script.record(method, arguments.toArray(IValue[]::new)).close();
    arguments.forEach(IValue::close);
  }

  private PtNDArray stateOf(String slot, String name) {
    PtNDArray array = state.get(slot + "." + name);
    if (array == null) {
      throw new IllegalStateException("no state of " + name);
    }
    return array;
  }

  private static IValue list(List<PtNDArray> arrays) {
    return IValue.listFrom(arrays.toArray(PtNDArray[]::new));
  }

  @Override
  public void close() {
    script.close();
    memory.close();
  }
}
