package io.repconv.runtime.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.pass.BindSizes;
import io.repconv.runtime.script.Norms;
import io.repconv.runtime.script.ScriptedGraph;
import io.repconv.runtime.torch.TorchOptions;
import io.repconv.runtime.torch.TorchRuntime;
import io.repconv.runtime.torch.TorchTensors;
import io.repconv.runtime.zoo.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A network as a DJL block on the PyTorch engine. Its parameters have the network's names; running
 * statistics are parameters without a gradient. In training, normalizations use the batch's
 * statistics and update the running ones, and dropout drops.
 *
 * <p>The graph is written as TorchScript once for each shape of its inputs, so a forward pass is
 * one call, and gradients are libtorch's own.
 */
public final class GraphBlock extends AbstractBlock implements AutoCloseable {
  private final Network network;
  private final PtNDManager memory;
  private final ScriptedGraph training;
  private final ScriptedGraph inference;

  /**
   * A block with the network's weights, on the CPU.
   *
   * @param network what is computed, with its auxiliary outputs
   * @param options which normalizations keep their statistics
   * @param threads that libtorch computes with
   */
  public GraphBlock(Network network, NormOptions options, int threads) {
    this.network = network;
    this.memory = TorchRuntime.start(new TorchOptions(false, threads));
    List<Value> values = network.parameters().stream().map(p -> p.value()).toList();
    Set<Value> frozen =
        network.parameters().stream()
            .filter(parameter -> options.frozen().test(parameter))
            .map(parameter -> parameter.value())
            .collect(Collectors.toSet());
    Norms norms = new Norms(true, options.momentum(), frozen);
    this.training = new ScriptedGraph(network.graph(), values, norms, memory);
    this.inference = new ScriptedGraph(network.deployed(), values, Norms.INFERENCE, memory);
    for (io.repconv.runtime.zoo.Parameter parameter : network.parameters()) {
      PtNDArray array = TorchTensors.toTorch(memory, tensor(parameter.value()));
      array.setRequiresGradient(parameter.isLearned());
      addParameter(
          Parameter.builder()
              .setName(parameter.name())
              .setType(Parameter.Type.OTHER)
              .optRequiresGrad(parameter.isLearned())
              .optArray(array)
              .build());
    }
  }

  private static Tensor tensor(Value value) {
    Tensor tensor = value.constant();
    if (tensor == null) {
      throw new IllegalStateException(value + " is no constant");
    }
    return tensor;
  }

  public Network network() {
    return network;
  }

  /** The memory that the parameters lie in. */
  public PtNDManager memory() {
    return memory;
  }

  private Parameter parameter(String name) {
    Parameter parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("no parameter is named " + name);
    }
    return parameter;
  }

  /** The array of a parameter. */
  public PtNDArray array(String name) {
    return (PtNDArray) parameter(name).getArray();
  }

  /** Copies numbers into parameters. */
  public void load(Map<String, Tensor> tensors) {
    tensors.forEach(
        (name, tensor) -> {
          try (PtNDArray given = TorchTensors.toTorch(memory, tensor)) {
            PtNDArray array = array(name);
            boolean learns = array.hasGradient();
            array.setRequiresGradient(false);
            given.copyTo(array);
            array.setRequiresGradient(learns);
          }
        });
  }

  /** Every parameter as it is now. */
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> tensors.put(name, TorchTensors.fromTorch(parameter.getArray())));
    return tensors;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean learning,
      @Nullable PairList<String, Object> options) {
    NDArray first = inputs.head();
    PtNDArray[] weights =
        parameters.values().stream()
            .map(parameter -> store.getValue(parameter, first.getDevice(), learning))
            .toArray(PtNDArray[]::new);
    PtNDArray[] fed = inputs.stream().toArray(PtNDArray[]::new);
    return run(weights, fed, learning, (PtNDManager) first.getManager());
  }

  /** The outputs for these inputs, with the block's own parameters. */
  public NDList run(boolean learning, PtNDArray... inputs) {
    PtNDArray[] weights =
        parameters.values().stream().map(Parameter::getArray).toArray(PtNDArray[]::new);
    return run(weights, inputs, learning, inputs[0].getManager());
  }

  private NDList run(PtNDArray[] weights, PtNDArray[] inputs, boolean learning, PtNDManager into) {
    ScriptedGraph graph = learning ? training : inference;
    return new NDList(graph.run(weights, inputs, learning, into));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    List<io.repconv.graph.Shape> sizes =
        Arrays.stream(inputShapes)
            .map(shape -> io.repconv.graph.Shape.of(shape.getShape()))
            .toList();
    Graph bound = BindSizes.apply(network.graph(), sizes);
    List<Shape> shapes = new ArrayList<>();
    bound.outputs().forEach(output -> shapes.add(new Shape(output.shape().sizes())));
    return shapes.toArray(Shape[]::new);
  }

  @Override
  public void initialize(NDManager manager, DataType dataType, Shape... inputShapes) {
    beforeInitialize(inputShapes);
  }

  @Override
  public void close() {
    training.close();
    inference.close();
    memory.close();
  }
}
