package io.repconv.runtime.script;

import static java.util.Objects.requireNonNull;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.Interpreter;
import io.repconv.graph.text.GraphText;
import io.repconv.runtime.torch.TorchOptions;
import io.repconv.runtime.torch.TorchRuntime;
import io.repconv.runtime.torch.TorchScript;
import io.repconv.runtime.torch.TorchTensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A graph of static shapes, run by the interpreter and, written as a script, by libtorch. */
final class ScriptCase {
  private final Graph graph;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();

  /**
   * A graph from its text.
   *
   * @param low the least of its random inputs, {@code high} the largest
   */
  ScriptCase(String text, long seed, double low, double high) {
    this.graph = GraphText.parse(text);
    Random random = new Random(seed);
    for (Value input : graph.inputs()) {
      long[] dims = input.shape().sizes();
      double[] values = random.doubles(Tensor.elements(dims), low, high).toArray();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) values[i];
      }
      inputs.put(input.name(), Tensor.of(ElementType.FLOAT, dims, values));
    }
  }

  Map<String, Tensor> inputs() {
    return inputs;
  }

  List<String> outputs() {
    return graph.outputs().stream().map(Value::name).toList();
  }

  double[] interpreted(String output) {
    return interpreted(inputs, output);
  }

  private double[] interpreted(Map<String, Tensor> fed, String output) {
    return requireNonNull(Interpreter.run(graph, fed).get(output)).doubles();
  }

  private Script script() {
    List<Shape> shapes = graph.inputs().stream().map(Value::shape).toList();
    return ScriptFromGraph.write("forward", graph, shapes, List.of(), Norms.INFERENCE);
  }

  /** What libtorch computes, by output. */
  Map<String, Tensor> run() {
    Map<String, Tensor> results = new LinkedHashMap<>();
    try (PtNDManager memory = TorchRuntime.start(new TorchOptions(false, 1))) {
      PtNDArray[] made = call(memory, fed(memory));
      for (int i = 0; i < made.length; i++) {
        results.put(graph.outputs().get(i).name(), TorchTensors.fromTorch(made[i]));
      }
    }
    return results;
  }

  /** The gradient of the first output, weighed with {@code weights}, by input. */
  Map<String, double[]> gradients(double[] weights) {
    Map<String, double[]> gradients = new LinkedHashMap<>();
    try (PtNDManager memory = TorchRuntime.start(new TorchOptions(false, 1))) {
      PtNDArray[] fed = fed(memory);
      for (PtNDArray array : fed) {
        array.setRequiresGradient(true);
      }
      JniUtils.setGradMode(true);
      PtNDArray output = call(memory, fed)[0];
      long[] dims = output.getShape().getShape();
      Tensor outer = Tensor.of(ElementType.FLOAT, dims, weights);
      JniUtils.backward(output, TorchTensors.toTorch(memory, outer), false, false);
      int i = 0;
      for (String name : inputs.keySet()) {
        gradients.put(name, TorchTensors.fromTorch(fed[i++].getGradient()).doubles());
      }
    }
    return gradients;
  }

  /** The derivative of the weighed first output by one element of an input, in float64. */
  double difference(String input, int element, double[] weights) {
    double step = 1e-4;
    return (weighed(input, element, step, weights) - weighed(input, element, -step, weights))
        / (2 * step);
  }

  private double weighed(String input, int element, double step, double[] weights) {
    Map<String, Tensor> moved = new LinkedHashMap<>(inputs);
    Tensor tensor = requireNonNull(inputs.get(input));
    double[] values = tensor.doubles().clone();
    values[element] += step;
    moved.put(input, Tensor.of(ElementType.FLOAT, tensor.dims(), values));
    double[] output = interpreted(moved, outputs().get(0));
    double sum = 0;
    for (int i = 0; i < output.length; i++) {
      sum += output[i] * weights[i];
    }
    return sum;
  }

  private PtNDArray[] fed(PtNDManager memory) {
    return inputs.values().stream()
        .map(tensor -> TorchTensors.toTorch(memory, tensor))
        .toArray(PtNDArray[]::new);
  }

  private PtNDArray[] call(PtNDManager memory, PtNDArray[] fed) {
    Script script = script();
    PtNDArray[] constants =
        script.constants().stream()
            .map(constant -> TorchTensors.toTorch(memory, constant))
            .toArray(PtNDArray[]::new);
    try (TorchScript compiled = TorchScript.compile(memory, script.source());
        IValue none = IValue.listFrom(new PtNDArray[0]);
        IValue known = IValue.listFrom(constants);
        IValue given = IValue.listFrom(fed);
        IValue result = compiled.record("forward", none, known, given)) {
      return result.toTensorArray(memory);
    }
  }

  static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }
}
