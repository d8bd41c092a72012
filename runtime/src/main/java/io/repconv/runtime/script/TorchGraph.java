package io.repconv.runtime.script;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.runtime.Refused;
import io.repconv.runtime.RunnableModel;
import io.repconv.runtime.torch.TorchOptions;
import io.repconv.runtime.torch.TorchRuntime;
import io.repconv.runtime.torch.TorchScript;
import io.repconv.runtime.torch.TorchTensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph that libtorch runs with its own operators, on the CPU. */
public final class TorchGraph implements RunnableModel {
  private final Graph graph;
  private final PtNDManager memory;
  private final ScriptedGraph script;

  public TorchGraph(Graph graph, TorchOptions options) {
    this.graph = graph;
    this.memory = TorchRuntime.start(options);
    this.script = new ScriptedGraph(graph, List.of(), Norms.INFERENCE, memory);
  }

  @Override
  public String runtime() {
    return "libtorch %s on cpu".formatted(TorchRuntime.version());
  }

  /** It runs what was read, whatever that was read from. */
  @Override
  public boolean isOriginal() {
    return false;
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    try (PtNDManager call = memory.newSubManager(memory.getDevice())) {
      PtNDArray[] fed =
          graph.inputs().stream()
              .map(input -> TorchTensors.toTorch(call, given(inputs, input)))
              .toArray(PtNDArray[]::new);
      PtNDArray[] made = script.run(new PtNDArray[0], fed, false, call);
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      for (int i = 0; i < made.length; i++) {
        outputs.put(graph.outputs().get(i).name(), TorchTensors.fromTorch(made[i]));
      }
      return outputs;
    } catch (EngineException e) {
      throw Refused.toRun("libtorch", graph.name(), inputs, TorchScript.reason(e), e);
    }
  }

  private static Tensor given(Map<String, Tensor> inputs, Value input) {
    Tensor tensor = inputs.get(input.name());
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor for input " + input.name());
    }
    return tensor;
  }

  @Override
  public void close() {
    script.close();
    memory.close();
  }
}
