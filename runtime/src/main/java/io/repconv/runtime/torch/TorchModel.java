package io.repconv.runtime.torch;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.runtime.PreparedRun;
import io.repconv.runtime.Refused;
import io.repconv.runtime.RunnableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A TorchScript archive in libtorch, on the CPU. Devices named in the file are ignored.
 *
 * <p>{@code forward} takes tensors by position. What it returns is taken apart depth first into
 * {@code output}, or {@code output}, {@code output_1}, … of a tuple or list; the entries of a dict
 * are named by their keys.
 */
public final class TorchModel implements RunnableModel {
  private static final int MOST_UNKNOWN_OPERATORS = 32;

  private final Path file;
  private final List<String> inputs;
  private final List<String> outputs;
  private final Set<String> unknown;
  private final PtNDManager manager;
  private final PtSymbolBlock module;

  private TorchModel(
      Path file,
      List<String> inputs,
      List<String> outputs,
      Set<String> unknown,
      PtNDManager manager,
      PtSymbolBlock module) {
    this.file = file;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.unknown = Set.copyOf(unknown);
    this.manager = manager;
    this.module = module;
  }

  /** Loads an archive whose nodes run as it has them: what the model means. */
  public static TorchModel open(Path file, List<String> inputs, List<String> outputs, int threads) {
    return open(file, inputs, outputs, new TorchOptions(false, threads));
  }

  /**
   * Loads an archive.
   *
   * @param inputs names for the arguments of {@code forward}, in their order
   * @param outputs names for the tensors it returns, in their order; one that is also among the
   *     names made from its structure goes to that tensor
   */
  public static TorchModel open(
      Path file, List<String> inputs, List<String> outputs, TorchOptions options) {
    PtNDManager manager = TorchRuntime.start(options);
    StubbedArchive stubbed = new StubbedArchive(file);
    try {
      PtSymbolBlock module = load(file, stubbed, manager);
      return new TorchModel(file, inputs, outputs, stubbed.operators(), manager, module);
    } catch (EngineException e) {
      manager.close();
      throw Refused.toLoad("libtorch", file.toString(), TorchRuntime.reason(e), e);
    } catch (IOException e) {
      manager.close();
      throw Refused.toLoad("libtorch", file.toString(), "no copy for it could be written", e);
    }
  }

  /** The archive, or a copy of it without the operators that libtorch names as unknown. */
  private static PtSymbolBlock load(Path file, StubbedArchive stubbed, PtNDManager manager)
      throws IOException {
    while (true) {
      Path copy = stubbed.operators().isEmpty() ? null : Files.createTempFile("repconv", ".pt");
      try {
        if (copy != null) {
          stubbed.write(copy);
        }
        Path loaded = copy == null ? file : copy;
        return JniUtils.loadModule(manager, loaded, true, new String[0], new String[0], false);
      } catch (EngineException e) {
        boolean more = stubbed.operators().size() < MOST_UNKNOWN_OPERATORS;
        if (!more || !stubbed.learn(String.valueOf(e.getMessage()))) {
          throw e;
        }
      } finally {
        if (copy != null) {
          Files.deleteIfExists(copy);
        }
      }
    }
  }

  /** One tensor of what {@code forward} returned, under the name that its place gives it. */
  private record Leaf(String name, Tensor tensor) {}

  @Override
  public String runtime() {
    return "libtorch " + TorchRuntime.version() + " on cpu";
  }

  @Override
  public List<String> notes() {
    return unknown.isEmpty()
        ? List.of()
        : List.of(
            "libtorch %s does not know %s: it ran a copy of the file in which reaching a call of it is an error. None was reached."
                .formatted(TorchRuntime.version(), String.join(", ", new TreeSet<>(unknown))));
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> given) {
    List<Leaf> leaves = new ArrayList<>();
    try (Call call = new Call(given);
        IValue result = call.forward()) {
      collect(result, "output", 0, call.memory, leaves);
    } catch (EngineException e) {
      throw refused(given, e);
    }
    return named(leaves);
  }

  @Override
  public PreparedRun prepare(Map<String, Tensor> given) {
    return new Call(given);
  }

  private RepconvException refused(Map<String, Tensor> given, EngineException e) {
    return Refused.toRun("libtorch", file.toString(), given, TorchRuntime.reason(e), e);
  }

  /** The arguments of {@code forward} in libtorch's memory. */
  private final class Call implements PreparedRun {
    private final Map<String, Tensor> given;
    private final PtNDManager memory = manager.newSubManager(manager.getDevice());
    private final List<IValue> arguments = new ArrayList<>();

    Call(Map<String, Tensor> given) {
      this.given = given;
      for (String input : inputs) {
        arguments.add(IValue.from(TorchTensors.toTorch(memory, tensor(given, input))));
      }
    }

    IValue forward() {
      try {
        return IValueUtils.forward(module, arguments.toArray(new IValue[0]));
      } catch (EngineException e) {
        throw refused(given, e);
      }
    }

    @Override
    public void run() {
      forward().close();
    }

    @Override
    public void close() {
      arguments.forEach(IValue::close);
      memory.close();
    }
  }

  private static Tensor tensor(Map<String, Tensor> given, String input) {
    Tensor tensor = given.get(input);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor for input " + input);
    }
    return tensor;
  }

  private static void collect(
      IValue value, String name, int depth, PtNDManager call, List<Leaf> leaves) {
    if (value.isTensor()) {
      try (PtNDArray array = value.toTensor(call)) {
        leaves.add(new Leaf(name, TorchTensors.fromTorch(array)));
      }
    } else if (value.isTensorList()) {
      PtNDArray[] arrays = value.toTensorArray(call);
      for (int i = 0; i < arrays.length; i++) {
        leaves.add(new Leaf(item(name, i, depth), TorchTensors.fromTorch(arrays[i])));
      }
    } else if (value.isTuple() || value.isList()) {
      IValue[] items = value.isTuple() ? value.toIValueTuple() : value.toIValueArray();
      for (int i = 0; i < items.length; i++) {
        try (IValue item = items[i]) {
          collect(item, item(name, i, depth), depth + 1, call, leaves);
        }
      }
    } else if (value.isMap()) {
      for (Map.Entry<String, IValue> entry : new TreeMap<>(value.toIValueMap()).entrySet()) {
        try (IValue item = entry.getValue()) {
          String key = depth == 0 ? entry.getKey() : name + "_" + entry.getKey();
          collect(item, key, depth + 1, call, leaves);
        }
      }
    }
    // Numbers, strings and None are no outputs of a network.
  }

  private static String item(String name, int index, int depth) {
    return index == 0 && depth == 0 ? name : name + "_" + index;
  }

  private Map<String, Tensor> named(List<Leaf> leaves) {
    Map<String, Tensor> byName = new LinkedHashMap<>();
    for (int i = 0; i < leaves.size(); i++) {
      Leaf leaf = leaves.get(i);
      boolean given = i < outputs.size() && !outputs.contains(leaf.name());
      byName.put(given ? outputs.get(i) : leaf.name(), leaf.tensor());
    }
    return byName;
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }
}
