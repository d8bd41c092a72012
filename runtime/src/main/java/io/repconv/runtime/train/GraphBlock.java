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
import ai.djl.pytorch.jni.IValue;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.pass.BindSizes;
import io.repconv.runtime.script.Norms;
import io.repconv.runtime.script.Script;
import io.repconv.runtime.script.ScriptFromGraph;
import io.repconv.runtime.torch.TorchRuntime;
import io.repconv.runtime.torch.TorchScript;
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
  /** Training and validation sizes, each with a smaller last batch, and some more. */
  private static final int MOST_SCRIPTS = 16;

  private final Network network;
  private final List<Value> values;
  private final double momentum;
  private final Set<Value> frozenNorms;
  private final PtNDManager memory;
  private final Map<Key, Compiled> scripts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Compiled> eldest) {
          if (size() > MOST_SCRIPTS) {
            eldest.getValue().close();
            return true;
          }
          return false;
        }
      };

  private record Key(List<Shape> shapes, boolean training) {}

  /** A script in libtorch with the constants it wants. */
  private record Compiled(TorchScript script, List<PtNDArray> constants, PtNDManager memory) {
    void close() {
      script.close();
      memory.close();
    }
  }

  /**
   * A block with the network's weights, on the CPU.
   *
   * @param network what is computed, with its auxiliary outputs
   * @param options which normalizations keep their statistics
   * @param threads that libtorch computes with
   */
  public GraphBlock(Network network, NormOptions options, int threads) {
    this.network = network;
    this.momentum = options.momentum();
    this.values = network.parameters().stream().map(p -> p.value()).toList();
    this.frozenNorms =
        network.parameters().stream()
            .filter(parameter -> options.frozen().test(parameter))
            .map(parameter -> parameter.value())
            .collect(Collectors.toSet());
    this.memory = TorchRuntime.start(new io.repconv.runtime.torch.TorchOptions(false, threads));
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
            Parameter parameter = parameter(name);
            parameter.getArray().setRequiresGradient(false);
            given.copyTo(parameter.getArray());
            parameter.getArray().setRequiresGradient(parameter.requiresGradient());
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
      boolean training,
      @Nullable PairList<String, Object> options) {
    NDArray first = inputs.head();
    PtNDArray[] weights =
        parameters.values().stream()
            .map(parameter -> store.getValue(parameter, first.getDevice(), training))
            .toArray(PtNDArray[]::new);
    PtNDArray[] fed = inputs.stream().toArray(PtNDArray[]::new);
    return run(weights, fed, training, (PtNDManager) first.getManager());
  }

  /** The outputs for these inputs, with the block's own parameters. */
  public NDList run(boolean training, PtNDArray... inputs) {
    PtNDArray[] weights =
        parameters.values().stream().map(Parameter::getArray).toArray(PtNDArray[]::new);
    return run(weights, inputs, training, inputs[0].getManager());
  }

  private NDList run(PtNDArray[] weights, PtNDArray[] inputs, boolean training, PtNDManager into) {
    List<Shape> shapes = Arrays.stream(inputs).map(PtNDArray::getShape).toList();
    Compiled compiled = scripts.computeIfAbsent(new Key(shapes, training), this::compile);
    try (IValue parameters = IValue.listFrom(weights);
        IValue constants = IValue.listFrom(compiled.constants().toArray(PtNDArray[]::new));
        IValue fed = IValue.listFrom(inputs);
        IValue result = call(compiled.script(), training, parameters, constants, fed)) {
      return new NDList(result.toTensorArray(into));
    }
  }

  private static IValue call(TorchScript script, boolean training, IValue... arguments) {
    return training ? script.record("forward", arguments) : script.run("forward", arguments);
  }

  private Compiled compile(Key key) {
    Norms norms = new Norms(key.training(), momentum, frozenNorms);
    Script script =
        ScriptFromGraph.write("forward", graph(key), graphShapes(key.shapes()), values, norms);
    PtNDManager own = memory.newSubManager(memory.getDevice());
    List<PtNDArray> constants =
        script.constants().stream().map(tensor -> TorchTensors.toTorch(own, tensor)).toList();
    return new Compiled(TorchScript.compile(own, script.source()), constants, own);
  }

  private Graph graph(Key key) {
    return key.training() ? network.graph() : network.deployed();
  }

  private static List<io.repconv.graph.Shape> graphShapes(List<Shape> shapes) {
    return shapes.stream().map(shape -> io.repconv.graph.Shape.of(shape.getShape())).toList();
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Graph bound = BindSizes.apply(network.graph(), graphShapes(Arrays.asList(inputShapes)));
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
    scripts.values().forEach(Compiled::close);
    scripts.clear();
    memory.close();
  }
}
