package io.repconv.runtime.torch;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.repconv.graph.Tensor;
import io.repconv.runtime.Refused;
import io.repconv.runtime.RunnableModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A TorchScript archive in libtorch, on the CPU. Devices named in the file are ignored.
 *
 * <p>{@code forward} takes tensors by position. What it returns is taken apart depth first: a
 * tensor is one output, tuples and lists come in order, and the entries of a dict under their keys.
 */
public final class TorchModel implements RunnableModel {
  private final Path file;
  private final List<String> inputs;
  private final List<String> outputs;
  private final PtNDManager manager;
  private final PtSymbolBlock module;

  private TorchModel(
      Path file,
      List<String> inputs,
      List<String> outputs,
      PtNDManager manager,
      PtSymbolBlock module) {
    this.file = file;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.manager = manager;
    this.module = module;
  }

  /**
   * Loads an archive.
   *
   * @param inputs names for the arguments of {@code forward}, in their order
   * @param outputs names for the tensors it returns, in their order; a tensor in a dict keeps its
   *     key and needs none, but still counts
   * @param threads threads within an operator
   */
  public static TorchModel open(Path file, List<String> inputs, List<String> outputs, int threads) {
    PtNDManager manager = TorchRuntime.start(threads);
    try {
      PtSymbolBlock module =
          JniUtils.loadModule(manager, file, true, new String[0], new String[0], false);
      return new TorchModel(file, inputs, outputs, manager, module);
    } catch (EngineException e) {
      manager.close();
      throw Refused.toLoad("libtorch", file.toString(), TorchRuntime.reason(e), e);
    }
  }

  /** One tensor of what {@code forward} returned, and its keys where it lay in a dict. */
  private record Leaf(String key, Tensor tensor) {}

  @Override
  public String runtime() {
    return "libtorch " + TorchRuntime.version() + " on cpu";
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> given) {
    List<Leaf> leaves = new ArrayList<>();
    try (PtNDManager call = manager.newSubManager(manager.getDevice())) {
      List<IValue> arguments = new ArrayList<>();
      try {
        for (String input : inputs) {
          arguments.add(IValue.from(TorchTensors.toTorch(call, tensor(given, input))));
        }
        try (IValue result = IValueUtils.forward(module, arguments.toArray(new IValue[0]))) {
          collect(result, "", call, leaves);
        }
      } finally {
        arguments.forEach(IValue::close);
      }
    } catch (EngineException e) {
      throw Refused.toRun("libtorch", file.toString(), given, TorchRuntime.reason(e), e);
    }
    return named(leaves);
  }

  private static Tensor tensor(Map<String, Tensor> given, String input) {
    Tensor tensor = given.get(input);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor for input " + input);
    }
    return tensor;
  }

  private static void collect(IValue value, String key, PtNDManager call, List<Leaf> leaves) {
    if (value.isTensor()) {
      try (PtNDArray array = value.toTensor(call)) {
        leaves.add(new Leaf(key, TorchTensors.fromTorch(array)));
      }
    } else if (value.isTensorList()) {
      PtNDArray[] arrays = value.toTensorArray(call);
      for (int i = 0; i < arrays.length; i++) {
        leaves.add(new Leaf(key.isEmpty() ? "" : key + "." + i, TorchTensors.fromTorch(arrays[i])));
      }
    } else if (value.isTuple() || value.isList()) {
      IValue[] parts = value.isTuple() ? value.toIValueTuple() : value.toIValueArray();
      for (int i = 0; i < parts.length; i++) {
        try (IValue part = parts[i]) {
          collect(part, key.isEmpty() ? "" : key + "." + i, call, leaves);
        }
      }
    } else if (value.isMap()) {
      for (Map.Entry<String, IValue> entry : new TreeMap<>(value.toIValueMap()).entrySet()) {
        try (IValue part = entry.getValue()) {
          collect(part, key.isEmpty() ? entry.getKey() : key + "." + entry.getKey(), call, leaves);
        }
      }
    }
    // Numbers, strings and None are no outputs of a network.
  }

  private Map<String, Tensor> named(List<Leaf> leaves) {
    Map<String, Tensor> byName = new LinkedHashMap<>();
    for (int i = 0; i < leaves.size(); i++) {
      Leaf leaf = leaves.get(i);
      boolean keyed = outputs.contains(leaf.key());
      String position = i < outputs.size() ? outputs.get(i) : Integer.toString(i);
      byName.put(keyed ? leaf.key() : position, leaf.tensor());
    }
    return byName;
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }
}
